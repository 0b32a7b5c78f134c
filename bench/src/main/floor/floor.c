// What forwarding a voice packet costs on this machine with nothing but its system calls: relays
// that only receive and send, by several ways to the kernel. Build and run: ./jackfield bench floor
//
//   floor MODE CALLS SECONDS WINDOW_US
//
// MODE: epoll   own port a leg: epoll_wait, recvfrom, sendto
//       epoll2  the same with two receptions a packet (the second finds nothing) and sendmsg
//       uring   own port a leg: io_uring, multishot recvmsg into a buffer ring, sends as entries
//       shared  one port: recvmmsg, sendmmsg
//       xdp     own port a leg, past the kernel's UDP: AF_XDP (root; lo has to take local frames)
//       connect as epoll, sockets connected (no route to find, no address to copy)
//
// The load runs on core 1, the relay on core 0; printed: CPU time of the relay for a packet (us),
// packets a turn, loss.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/if_xdp.h>
#include <linux/io_uring.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BYTES 172
#define LOADS 8
#define RELAY "127.0.91.1"
#define PHONE "127.0.91.2"
#define BASE 20000
#define PHONE_BASE 9000
#define BURST 64
#define SLOT 2048

static int calls, legs, seconds, window_us;
static struct sockaddr_in phone[LOADS];
static volatile struct shared { long sent, received; double cpu; long packets, turns; int ready, stop; } *sh;

static long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static double cpu(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void pin(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    sched_setaffinity(0, sizeof set, &set);
    prctl(PR_SET_TIMERSLACK, 1);
    if (getenv("FLOOR_RT")) {
        struct sched_param p = {.sched_priority = 1};
        sched_setscheduler(0, SCHED_RR, &p);
    }
}

static void die(const char *what) { perror(what); exit(1); }

static struct sockaddr_in at(const char *host, int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &a.sin_addr);
    return a;
}

static int bound(const char *host, int port) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), size = 4 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
    struct sockaddr_in a = at(host, port);
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a)) die("bind");
    return fd;
}

static void nap(long until) {
    struct timespec t = {until / 1000000000L, until % 1000000000L};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

// ---- load: every leg sends each 20 ms, spread evenly; leg i by phone socket i % LOADS

static void load(int one_port) {
    pin(1);
    int fd[LOADS];
    for (int i = 0; i < LOADS; i++) fd[i] = bound(PHONE, PHONE_BASE + i);
    struct mmsghdr out[BURST], in[BURST];
    struct iovec ov[BURST], iv[BURST];
    struct sockaddr_in to[BURST];
    static char payload[BYTES], into[BURST][SLOT];
    payload[0] = (char)0x80;
    memset(out, 0, sizeof out);
    memset(in, 0, sizeof in);
    for (int i = 0; i < BURST; i++) {
        ov[i] = (struct iovec){payload, BYTES};
        iv[i] = (struct iovec){into[i], SLOT};
        out[i].msg_hdr = (struct msghdr){.msg_name = &to[i], .msg_namelen = sizeof to[i], .msg_iov = &ov[i], .msg_iovlen = 1};
        in[i].msg_hdr = (struct msghdr){.msg_iov = &iv[i], .msg_iovlen = 1};
    }
    while (!sh->ready) usleep(1000);
    long start = now_ns(), sent = 0, received = 0;
    double per_ns = legs * 50 / 1e9;
    while (!sh->stop) {
        long due = (long)((now_ns() - start) * per_ns);
        while (sent < due) {
            // The next packets belong to legs in order; group by the socket they leave by.
            int l = sent % LOADS, n = 0;
            long first = sent;
            for (int s = 0; s < LOADS; s++) {
                n = 0;
                for (long k = first + s; k < due && n < BURST; k += LOADS)
                    to[n++] = at(RELAY, BASE + (one_port ? 0 : (int)(k % legs)));
                int f = fd[(l + s) % LOADS];
                if (n) { int r = sendmmsg(f, out, n, 0); if (r > 0) sent += r; }
            }
            if (sent < due) sent = due;
        }
        for (int s = 0; s < LOADS; s++)
            for (int r; (r = recvmmsg(fd[s], in, BURST, 0, NULL)) > 0;) received += r;
        sh->sent = sent;
        sh->received = received;
        nap(now_ns() + 100000);
    }
    exit(0);
}

// ---- relays: what comes on leg i leaves by leg i ^ 1

static struct sockaddr_in *learnt;
static int *fds;
static long packets, turns;
static double cpu0, cpu_end; static long packets0, turns0, t0;

static int turn_over(long began) {
    turns++;
    long now = now_ns();
    if (window_us && now < began + window_us * 1000L) nap(began + window_us * 1000L);
    if (!t0 && sh->ready && now > sh->ready * 1L && packets > legs * 50) { t0 = now; cpu0 = cpu(); packets0 = packets; turns0 = turns; }
    if (t0 && now > t0 + seconds * 1000000000L) {
        double c = cpu() - cpu0;
        sh->cpu = c; sh->packets = packets - packets0; sh->turns = turns - turns0;
        return 1;
    }
    return 0;
}

static void relay_epoll(int twice, int connected) {
    int ep = epoll_create1(0);
    for (int i = 0; i < legs; i++) {
        struct epoll_event e = {.events = EPOLLIN | (twice ? EPOLLET : 0), .data.u32 = i};
        epoll_ctl(ep, EPOLL_CTL_ADD, fds[i], &e);
    }
    static struct epoll_event ev[512];
    static char slot[1024][SLOT];
    int leg[1024], len[1024];
    sh->ready = 1;
    for (;;) {
        int n = epoll_wait(ep, ev, 512, 100), q = 0;
        long began = now_ns();
        for (int k = 0; k < n; k++) {
            int i = ev[k].data.u32;
            for (int again = 0; q < 1024; again++) {
                socklen_t al = sizeof learnt[i];
                int r = connected ? recv(fds[i], slot[q], SLOT, 0) : recvfrom(fds[i], slot[q], SLOT, 0, (struct sockaddr *)&learnt[i], &al);
                if (r <= 0) break;
                if (connected && !learnt[i].sin_port) { learnt[i] = phone[i % LOADS]; }
                leg[q] = i ^ 1; len[q++] = r;
                packets++;
                if (!twice) break;
                if (twice) {
                    struct iovec v = {slot[q - 1], r};
                    struct msghdr m = {.msg_name = &learnt[i ^ 1], .msg_namelen = sizeof learnt[0], .msg_iov = &v, .msg_iovlen = 1};
                    if (learnt[i ^ 1].sin_port) sendmsg(fds[i ^ 1], &m, 0);
                    q = 0;
                }
            }
        }
        for (int k = 0; k < q; k++)
            if (connected) send(fds[leg[k]], slot[k], len[k], 0);
            else if (learnt[leg[k]].sin_port) sendto(fds[leg[k]], slot[k], len[k], 0, (struct sockaddr *)&learnt[leg[k]], sizeof learnt[0]);
        if (turn_over(began)) return;
    }
}

static void relay_shared(void) {
    static struct mmsghdr m[1024];
    static struct iovec v[1024];
    static struct sockaddr_in a[1024];
    static char slot[1024][SLOT];
    for (int i = 0; i < 1024; i++) {
        v[i] = (struct iovec){slot[i], SLOT};
        m[i].msg_hdr = (struct msghdr){.msg_name = &a[i], .msg_namelen = sizeof a[i], .msg_iov = &v[i], .msg_iovlen = 1};
    }
    int ep = epoll_create1(0);
    struct epoll_event e = {.events = EPOLLIN};
    epoll_ctl(ep, EPOLL_CTL_ADD, fds[0], &e);
    sh->ready = 1;
    for (;;) {
        struct epoll_event ev;
        epoll_wait(ep, &ev, 1, 100);
        long began = now_ns();
        int n = recvmmsg(fds[0], m, 1024, 0, NULL);
        for (int i = 0; i < n; i++) v[i].iov_len = m[i].msg_len;
        for (int done = 0; done < n;) { int r = sendmmsg(fds[0], m + done, n - done, 0); if (r <= 0) break; done += r; }
        for (int i = 0; i < n; i++) v[i].iov_len = SLOT;
        if (n > 0) packets += n;
        if (turn_over(began)) return;
    }
}

// ---- io_uring without liburing

static int ring; static unsigned *sq_tail, *sq_head, sq_mask, *cq_head, *cq_tail, cq_mask, tail;
static struct io_uring_sqe *sqes; static struct io_uring_cqe *cqes;

static struct io_uring_sqe *entry(void) {
    struct io_uring_sqe *s = &sqes[tail++ & sq_mask];
    memset(s, 0, sizeof *s);
    return s;
}

#define BUFFERS 4096
static void relay_uring(int multishot) {
    struct io_uring_params p = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL, .cq_entries = 16384};
    ring = syscall(SYS_io_uring_setup, 8192, &p);
    if (ring < 0) die("io_uring_setup");
    size_t cqs = p.cq_off.cqes + p.cq_entries * sizeof *cqes, sqs = p.sq_off.array + p.sq_entries * 4;
    char *m = mmap(0, cqs > sqs ? cqs : sqs, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQ_RING);
    sqes = mmap(0, p.sq_entries * sizeof *sqes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQES);
    if (m == MAP_FAILED || sqes == MAP_FAILED) die("mmap");
    sq_head = (void *)(m + p.sq_off.head); sq_tail = (void *)(m + p.sq_off.tail); sq_mask = p.sq_entries - 1;
    unsigned *array = (void *)(m + p.sq_off.array);
    for (unsigned i = 0; i < p.sq_entries; i++) array[i] = i;
    cq_head = (void *)(m + p.cq_off.head); cq_tail = (void *)(m + p.cq_off.tail); cq_mask = p.cq_entries - 1;
    cqes = (void *)(m + p.cq_off.cqes);
    struct io_uring_buf_ring *br = mmap(0, BUFFERS * sizeof(struct io_uring_buf), PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
    struct io_uring_buf_reg reg = {.ring_addr = (uint64_t)br, .ring_entries = BUFFERS, .bgid = 1};
    if (syscall(SYS_io_uring_register, ring, IORING_REGISTER_PBUF_RING, &reg, 1)) die("register buffers");
    if (syscall(SYS_io_uring_register, ring, IORING_REGISTER_FILES, fds, legs)) die("register files");
    static char slot[BUFFERS][SLOT];
    uint16_t bt = 0;
    for (int i = 0; i < BUFFERS; i++) { br->bufs[bt & (BUFFERS - 1)] = (struct io_uring_buf){(uint64_t)slot[i], SLOT, i, 0}; bt++; }
    __atomic_store_n(&br->tail, bt, __ATOMIC_RELEASE);
    struct msghdr mh = {.msg_namelen = sizeof(struct sockaddr_in)};
    for (int i = 0; i < legs; i++) {
        struct io_uring_sqe *s = entry();
        s->opcode = IORING_OP_RECVMSG; s->fd = i; s->addr = (uint64_t)&mh; s->len = 1; s->ioprio = IORING_RECV_MULTISHOT;
        s->flags = IOSQE_BUFFER_SELECT | IOSQE_FIXED_FILE; s->buf_group = 1; s->user_data = i;
        if ((tail & 1023) == 0) { __atomic_store_n(sq_tail, tail, __ATOMIC_RELEASE); syscall(SYS_io_uring_enter, ring, 1024, 0, 0, 0, 0); }
    }
    unsigned submitted = tail & ~1023u;
    sh->ready = 1;
    struct __kernel_timespec ts = {0, 100000000};
    struct io_uring_getevents_arg ga = {.ts = (uint64_t)&ts};
    int wait = 1;
    for (;;) {
        __atomic_store_n(sq_tail, tail, __ATOMIC_RELEASE);
        int r = syscall(SYS_io_uring_enter, ring, tail - submitted, wait, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &ga, sizeof ga);
        if (r < 0 && errno != ETIME && errno != EINTR) die("enter");
        submitted = tail;
        long began = now_ns();
        unsigned head = *cq_head, end = __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE);
        int sends = 0;
        for (; head != end; head++) {
            struct io_uring_cqe *c = &cqes[head & cq_mask];
            if (c->user_data >= 1u << 20) { // a send is done: its buffer goes back
                if (c->flags & IORING_CQE_F_NOTIF) continue;
                int b = (int)(c->user_data - (1u << 20));
                br->bufs[bt & (BUFFERS - 1)] = (struct io_uring_buf){(uint64_t)slot[b], SLOT, b, 0}; bt++;
                continue;
            }
            int i = (int)c->user_data;
            if (!(c->flags & IORING_CQE_F_MORE)) fprintf(stderr, "multishot over on %d: %d\n", i, c->res);
            if (c->res < 0) continue;
            int b = c->flags >> IORING_CQE_BUFFER_SHIFT;
            struct io_uring_recvmsg_out *o = (void *)slot[b];
            learnt[i] = *(struct sockaddr_in *)(o + 1);
            packets++;
            struct io_uring_sqe *s = entry();
            s->opcode = IORING_OP_SEND; s->fd = i ^ 1; s->addr = (uint64_t)(slot[b] + sizeof *o + sizeof(struct sockaddr_in));
            s->len = o->payloadlen; s->addr2 = (uint64_t)&learnt[i ^ 1]; s->addr_len = sizeof learnt[0];
            s->flags = IOSQE_FIXED_FILE; s->user_data = (1u << 20) + b;
            sends++;
        }
        __atomic_store_n(cq_head, head, __ATOMIC_RELEASE);
        __atomic_store_n(&br->tail, bt, __ATOMIC_RELEASE);
        if (sends) { // leave at once, do not wait
            __atomic_store_n(sq_tail, tail, __ATOMIC_RELEASE);
            syscall(SYS_io_uring_enter, ring, tail - submitted, 0, 0, 0, 0);
            submitted = tail;
        }
        if (turn_over(began)) return;
    }
}

// ---- AF_XDP: frames of the loopback interface, in rings shared with the kernel

#define I(c, d, s, o, i) ((struct bpf_insn){.code = c, .dst_reg = d, .src_reg = s, .off = o, .imm = i})
#define FRAMES 4096
static int bpf(int command, union bpf_attr *a) { return syscall(SYS_bpf, command, a, sizeof *a); }

// UDP over IPv4 to one of our ports goes to the socket of its queue, all else its usual way.
static int steering(int sockets) {
    struct bpf_insn p[] = {
        I(0x61, 2, 1, 0, 0), I(0x61, 3, 1, 4, 0), I(0xbf, 4, 2, 0, 0), I(0x07, 4, 0, 0, 42), I(0x2d, 4, 3, 18, 0),
        I(0x69, 5, 2, 12, 0), I(0x55, 5, 0, 16, 8), I(0x71, 5, 2, 14, 0), I(0x55, 5, 0, 14, 0x45),
        I(0x71, 5, 2, 23, 0), I(0x55, 5, 0, 12, 17), I(0x69, 5, 2, 20, 0), I(0x45, 5, 0, 10, 0xff3f),
        I(0x69, 5, 2, 36, 0), I(0xdc, 5, 0, 0, 16), I(0xa5, 5, 0, 7, BASE), I(0x25, 5, 0, 6, BASE + legs),
        I(0x61, 2, 1, 16, 0), I(0x18, 1, BPF_PSEUDO_MAP_FD, 0, sockets), I(0, 0, 0, 0, 0),
        I(0xb7, 3, 0, 0, XDP_PASS), I(0x85, 0, 0, 0, BPF_FUNC_redirect_map), I(0x95, 0, 0, 0, 0),
        I(0xb7, 0, 0, 0, XDP_PASS), I(0x95, 0, 0, 0, 0),
    };
    union bpf_attr a = {.prog_type = BPF_PROG_TYPE_XDP, .insns = (uint64_t)p, .insn_cnt = sizeof p / sizeof *p, .license = (uint64_t)""};
    return bpf(BPF_PROG_LOAD, &a);
}

static uint16_t folded(uint64_t s) {
    while (s >> 16) s = (s & 0xffff) + (s >> 16);
    return s;
}

static uint64_t sum(const char *from, unsigned bytes) {
    uint64_t s = 0;
    uint32_t v;
    unsigned i = 0;
    for (; i + 4 <= bytes; i += 4) { memcpy(&v, from + i, 4); s += v; }
    for (; i < bytes; i++) s += (uint64_t)(uint8_t)from[i] << (i & 1 ? 8 : 0);
    return s;
}

static char *ring_of(int fd, struct xdp_ring_offset *o, int entry, long page) {
    char *m = mmap(0, o->desc + FRAMES * entry, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, page);
    if (m == MAP_FAILED) die("ring");
    return m;
}

static void relay_xdp(void) {
    int lo = if_nametoindex("lo"), size = FRAMES, queue = 0;
    union bpf_attr a = {.map_type = BPF_MAP_TYPE_XSKMAP, .key_size = 4, .value_size = 4, .max_entries = 1};
    int sockets = bpf(BPF_MAP_CREATE, &a), program = steering(sockets), fd = socket(AF_XDP, SOCK_RAW, 0);
    if (sockets < 0 || program < 0 || fd < 0) die("AF_XDP");
    char *frames = mmap(0, FRAMES * 2048L, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    struct xdp_umem_reg region = {.addr = (uint64_t)frames, .len = FRAMES * 2048L, .chunk_size = 2048};
    if (setsockopt(fd, SOL_XDP, XDP_UMEM_REG, &region, sizeof region)) die("frames");
    for (int which = XDP_RX_RING; which <= XDP_UMEM_COMPLETION_RING; which++)
        if (which != XDP_UMEM_REG && setsockopt(fd, SOL_XDP, which, &size, sizeof size)) die("rings");
    struct xdp_mmap_offsets o;
    socklen_t ol = sizeof o;
    if (getsockopt(fd, SOL_XDP, XDP_MMAP_OFFSETS, &o, &ol)) die("offsets");
    char *rx = ring_of(fd, &o.rx, 16, XDP_PGOFF_RX_RING), *tx = ring_of(fd, &o.tx, 16, XDP_PGOFF_TX_RING);
    char *fill = ring_of(fd, &o.fr, 8, XDP_UMEM_PGOFF_FILL_RING), *done = ring_of(fd, &o.cr, 8, XDP_UMEM_PGOFF_COMPLETION_RING);
    struct sockaddr_xdp name = {.sxdp_family = AF_XDP, .sxdp_ifindex = lo, .sxdp_flags = XDP_USE_NEED_WAKEUP | XDP_COPY};
    if (bind(fd, (void *)&name, sizeof name)) die("bind");
    memset(&a, 0, sizeof a);
    a.map_fd = sockets; a.key = (uint64_t)&queue; a.value = (uint64_t)&fd;
    if (bpf(BPF_MAP_UPDATE_ELEM, &a)) die("map");
    memset(&a, 0, sizeof a);
    a.link_create.prog_fd = program; a.link_create.target_ifindex = lo; a.link_create.attach_type = BPF_XDP;
    if (bpf(BPF_LINK_CREATE, &a) < 0) die("attach");
    unsigned *got = (void *)(rx + o.rx.producer), *taken = (void *)(rx + o.rx.consumer), *queued = (void *)(tx + o.tx.producer), *sent = (void *)(tx + o.tx.consumer);
    unsigned *given = (void *)(fill + o.fr.producer), *finished = (void *)(done + o.cr.producer), *reclaimed = (void *)(done + o.cr.consumer);
    struct xdp_desc *in = (void *)(rx + o.rx.desc), *out = (void *)(tx + o.tx.desc);
    uint64_t *free_ = (void *)(fill + o.fr.desc), *back = (void *)(done + o.cr.desc);
    unsigned f = 0, t = 0;
    for (; f < FRAMES; f++) free_[f] = f * 2048L;
    __atomic_store_n(given, f, __ATOMIC_RELEASE);
    sh->ready = 1;
    for (;;) {
        struct pollfd wait = {fd, POLLIN, 0};
        poll(&wait, 1, 100);
        long began = now_ns();
        unsigned head = *taken, end = __atomic_load_n(got, __ATOMIC_ACQUIRE);
        for (; head != end; head++) {
            struct xdp_desc d = in[head & (FRAMES - 1)];
            char *ip = frames + d.addr + 14, *udp = ip + 20;
            int i = ntohs(*(uint16_t *)(udp + 2)) - BASE, bytes = ntohs(*(uint16_t *)(udp + 4));
            packets++;
            memcpy(&learnt[i].sin_addr, ip + 12, 4);
            memcpy(&learnt[i].sin_port, udp, 2);
            struct sockaddr_in *to = &learnt[i ^ 1];
            if (!to->sin_port) { free_[f++ & (FRAMES - 1)] = d.addr & ~2047L; continue; }
            memcpy(ip + 12, ip + 16, 4);
            memcpy(ip + 16, &to->sin_addr, 4);
            memset(ip + 10, 0, 2);
            *(uint16_t *)(ip + 10) = ~folded(sum(ip, 20));
            *(uint16_t *)udp = htons(BASE + (i ^ 1));
            memcpy(udp + 2, &to->sin_port, 2);
            memset(udp + 6, 0, 2);
            *(uint16_t *)(udp + 6) = ~folded(sum(ip + 12, 8) + htons(17) + htons(bytes) + sum(udp, bytes));
            out[t++ & (FRAMES - 1)] = (struct xdp_desc){d.addr, d.len, 0};
        }
        __atomic_store_n(taken, head, __ATOMIC_RELEASE);
        __atomic_store_n(queued, t, __ATOMIC_RELEASE);
        while (__atomic_load_n(sent, __ATOMIC_ACQUIRE) != t && (sendto(fd, 0, 0, MSG_DONTWAIT, 0, 0) >= 0 || errno == EAGAIN)) {}
        unsigned r = *reclaimed, last = __atomic_load_n(finished, __ATOMIC_ACQUIRE);
        for (; r != last; r++) free_[f++ & (FRAMES - 1)] = back[r & (FRAMES - 1)] & ~2047L;
        __atomic_store_n(reclaimed, r, __ATOMIC_RELEASE);
        __atomic_store_n(given, f, __ATOMIC_RELEASE);
        if (turn_over(began)) return;
    }
}

int main(int n, char **a) {
    if (n < 5) { fprintf(stderr, "floor MODE CALLS SECONDS WINDOW_US\n"); return 2; }
    calls = atoi(a[2]); legs = 2 * calls; seconds = atoi(a[3]); window_us = atoi(a[4]);
    int one = !strcmp(a[1], "shared");
    sh = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < LOADS; i++) phone[i] = at(PHONE, PHONE_BASE + i);
    learnt = calloc(legs, sizeof *learnt);
    fds = calloc(legs, sizeof *fds);
    for (int i = 0; i < (one ? 1 : legs); i++) fds[i] = bound(RELAY, BASE + i);
    pid_t child = fork();
    if (!child) { load(one); }
    pin(0);
    int c = !strcmp(a[1], "connect");
    if (c) for (int i = 0; i < legs; i++) connect(fds[i], (struct sockaddr *)&phone[i % LOADS], sizeof phone[0]);
    if (one) relay_shared();
    else if (!strcmp(a[1], "xdp")) relay_xdp();
    else if (!strcmp(a[1], "uring")) relay_uring(1);
    else relay_epoll(!strcmp(a[1], "epoll2"), c);
    long sent = sh->sent, received = sh->received;
    sh->stop = 1;
    waitpid(child, 0, 0);
    printf("%-8s %5d calls %7.0f packets/s  %6.2f us a packet  %6.1f packets a turn  loss %.2f %%\n", a[1], calls, sh->packets / (double)seconds, sh->cpu * 1e6 / sh->packets, sh->packets / (double)sh->turns, 100.0 * (sent - received) / sent);
}
