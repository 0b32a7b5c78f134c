package jackfield.bench;

import com.sun.management.ThreadMXBean;
import jackfield.rtc.srtp.SrtpContext;
import jackfield.rtc.srtp.SrtpProfile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `bench srtp`: time and garbage of protecting and of opening one packet.
@Command(
        name = "srtp",
        description = "Time and garbage of protecting, and of opening, one packet by SRTP.",
        mixinStandardHelpOptions = true)
public final class SrtpCost implements Callable<Integer> {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int HEADER = 12;
    private static final int PACKETS = 400_000;
    private static final int BEST_OF = 5;
    private static final int SLOT = 2048;

    /// What one direction of one profile costs, at best.
    private record Cost(double ns, long bytes) {
        Cost better(Cost other) {
            return ns <= other.ns ? this : other;
        }
    }

    private record Costs(Cost protect, Cost open) {}

    @Override
    public Integer call() {
        System.out.println(Machine.description());
        System.out.println(
                "                           payload   protect ns  B/packet   open ns  B/packet");
        for (SrtpProfile profile :
                new SrtpProfile[] {
                    SrtpProfile.AES_CM_128_HMAC_SHA1_80,
                    SrtpProfile.AES_256_CM_HMAC_SHA1_80,
                    SrtpProfile.AEAD_AES_128_GCM,
                    SrtpProfile.AEAD_AES_256_GCM
                }) {
            for (int payload : new int[] {160, 1100}) {
                print(profile.sdesName(), payload, () -> run(profile, payload));
            }
        }
        for (int payload : new int[] {160, 1100}) {
            print("the JDK's AES/GCM (128)", payload, () -> jdk(payload));
        }
        return CommandLine.ExitCode.OK;
    }

    private static void print(String what, int payload, Supplier<Costs> round) {
        Costs best = round.get();
        for (int i = 0; i < BEST_OF; i++) {
            Costs next = round.get();
            best = new Costs(best.protect.better(next.protect), best.open.better(next.open));
        }
        System.out.printf(
                "%-26s %7d %12.0f %9d %9.0f %9d%n",
                what, payload, best.protect.ns, best.protect.bytes, best.open.ns, best.open.bytes);
    }

    /// What the JDK's own cipher for GCM would cost, with the `init` that each packet needs.
    private static Costs jdk(int payload) {
        byte[] packet = new byte[HEADER + payload + 16];
        byte[] out = new byte[packet.length];
        byte[] iv = new byte[12];
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try {
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
            long bytes0 = thread.getCurrentThreadAllocatedBytes();
            long t0 = thread.getCurrentThreadCpuTime();
            for (int i = 0; i < PACKETS; i++) {
                iv[0] = (byte) i;
                iv[1] = (byte) (i >> 8);
                iv[2] = (byte) (i >> 16);
                gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
                gcm.updateAAD(packet, 0, HEADER);
                gcm.doFinal(packet, HEADER, payload, out, HEADER);
            }
            long t1 = thread.getCurrentThreadCpuTime();
            long bytes1 = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < PACKETS; i++) {
                gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, iv));
                gcm.updateAAD(packet, 0, HEADER);
                gcm.doFinal(out, HEADER, payload + 16, packet, HEADER);
            }
            long t2 = thread.getCurrentThreadCpuTime();
            long bytes2 = thread.getCurrentThreadAllocatedBytes();
            return new Costs(
                    new Cost((double) (t1 - t0) / PACKETS, (bytes1 - bytes0) / PACKETS),
                    new Cost((double) (t2 - t1) / PACKETS, (bytes2 - bytes1) / PACKETS));
        } catch (GeneralSecurityException e) {
            throw new BenchFailure("the JDK's cipher: " + e);
        }
    }

    /// Packets go one by one from the sender's context to the receiver's, as on a leg; the clock,
    /// which counts this thread's CPU time, is read around batches, so that reading it costs
    /// nothing.
    private static Costs run(SrtpProfile profile, int payload) {
        byte[] key = new byte[profile.keyBytes()];
        byte[] salt = new byte[profile.saltBytes()];
        new Random(7).nextBytes(key);
        SrtpContext sender = SrtpContext.outbound(profile, key, salt);
        SrtpContext receiver = SrtpContext.inbound(profile, key, salt);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int batch = 500;
        long protectNs = 0;
        long openNs = 0;
        long protectBytes = 0;
        long openBytes = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment[] slots = new MemorySegment[batch];
            for (int i = 0; i < batch; i++) {
                slots[i] = arena.allocate(SLOT, 64);
                slots[i].set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
            }
            int[] lengths = new int[batch];
            for (int sequence = 0; sequence < PACKETS; sequence += batch) {
                long bytes0 = thread.getCurrentThreadAllocatedBytes();
                long t0 = thread.getCurrentThreadCpuTime();
                for (int i = 0; i < batch; i++) {
                    slots[i].set(U16, 2, (short) (sequence + i));
                    lengths[i] = sender.protectRtp(slots[i], HEADER + payload);
                }
                long t1 = thread.getCurrentThreadCpuTime();
                long bytes1 = thread.getCurrentThreadAllocatedBytes();
                long t2 = thread.getCurrentThreadCpuTime();
                for (int i = 0; i < batch; i++) {
                    int opened = receiver.unprotectRtp(slots[i], lengths[i]);
                    if (opened != HEADER + payload) {
                        throw new BenchFailure("opening answered " + opened);
                    }
                }
                long t3 = thread.getCurrentThreadCpuTime();
                protectNs += t1 - t0;
                openNs += t3 - t2;
                protectBytes += bytes1 - bytes0;
                openBytes += thread.getCurrentThreadAllocatedBytes() - bytes1;
            }
        }
        return new Costs(
                new Cost((double) protectNs / PACKETS, protectBytes / PACKETS),
                new Cost((double) openNs / PACKETS, openBytes / PACKETS));
    }
}
