package jackfield.bench.sip;

/// REGISTER, 401, REGISTER with digest, 200: each user in its turn, each at the phone whose number
/// is the user's.
final class Registering implements Work {
    private final Phones phones;
    private final Window window;
    private final String domain;
    private final Digest digest = new Digest();
    private final User[] users;
    private int next;
    private int registered;

    private static final class User {
        private final String name;
        private final String ha1;
        private final int phone;
        private int cseq;
        private boolean busy;
        private boolean once;

        private User(String name, String ha1, int phone) {
            this.name = name;
            this.ha1 = ha1;
            this.phone = phone;
        }
    }

    Registering(Phones phones, Window window, String domain, int users) {
        this.phones = phones;
        this.window = window;
        this.domain = domain;
        this.users = new User[users];
        for (int i = 0; i < users; i++) {
            String name = "u" + i;
            this.users[i] = new User(name, digest.ha1(name), i % phones.count());
        }
    }

    @Override
    public boolean begin(long now) {
        User user = users[next];
        if (user.busy) {
            return false;
        }
        next = (next + 1) % users.length;
        user.busy = true;
        send(user, "", now);
        return true;
    }

    /// Users that have registered at least once.
    int registered() {
        return registered;
    }

    private void send(User user, String credentials, long now) {
        phones.ask(
                user.phone,
                "REGISTER sip:" + domain + " SIP/2.0\r\n",
                "Max-Forwards: 70\r\nFrom: <sip:"
                        + user.name
                        + "@"
                        + domain
                        + ">;tag=t"
                        + user.name
                        + "\r\nTo: <sip:"
                        + user.name
                        + "@"
                        + domain
                        + ">\r\nCall-ID: register-"
                        + user.name
                        + "@load\r\nCSeq: "
                        + ++user.cseq
                        + " REGISTER\r\nContact: <sip:"
                        + user.name
                        + "@"
                        + phones.place(user.phone)
                        + ">\r\nExpires: 3600\r\nUser-Agent: load\r\n"
                        + credentials
                        + "Content-Length: 0\r\n\r\n",
                (status, response, at) ->
                        answered(user, credentials, status, response, at - now, at),
                now);
    }

    private void answered(
            User user, String credentials, int status, String response, long took, long now) {
        if (status < 200) {
            return;
        }
        window.took(took, now);
        if (status == 401 && credentials.isEmpty()) {
            String proof =
                    digest.answer(response, "REGISTER", "sip:" + domain, user.name, user.ha1);
            send(user, proof, now);
            return;
        }
        user.busy = false;
        if (status == 200) {
            window.done(now);
            if (!user.once) {
                user.once = true;
                registered++;
            }
        } else {
            window.bad("REGISTER " + status);
        }
    }

    @Override
    public void ask(int phone, String request, long now) {
        window.bad("request");
    }
}
