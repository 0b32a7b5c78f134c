package jackfield.server.identity;

import jackfield.server.config.DataFolder;
import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// What only this node knows.
public final class Secrets {
    private static final int KEY_BYTES = 32;

    private final byte[] nodeKey;
    private final String adminToken;
    private final String turnSecret;

    private Secrets(byte[] nodeKey, String adminToken, String turnSecret) {
        this.nodeKey = nodeKey;
        this.adminToken = adminToken;
        this.turnSecret = turnSecret;
    }

    /// Reads the secrets of the folder, and makes those that are missing.
    public static Secrets of(DataFolder data, SecureRandom random) throws IOException {
        return new Secrets(
                HexFormat.of().parseHex(secret(data.nodeKey(), random)),
                secret(data.adminToken(), random),
                secret(data.turnSecret(), random));
    }

    /// 32 bytes to sign flow tokens and nonces with; the same after a restart.
    public byte[] nodeKey() {
        return nodeKey.clone();
    }

    /// True when `token` is the one that the API asks for, found out in constant time.
    public boolean isAdminToken(String token) {
        return MessageDigest.isEqual(
                adminToken.getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    }

    /// What time-limited TURN credentials are made with, where the settings name no other; never
    /// log it.
    public String turnSecret() {
        return turnSecret;
    }

    /// The token itself, for the command line's own requests; never log it.
    public String adminToken() {
        return adminToken;
    }

    @Override
    public String toString() {
        return "Secrets";
    }

    private static String secret(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[KEY_BYTES];
            random.nextBytes(bytes);
            OwnerOnly.write(
                    file,
                    (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        String text = Files.readString(file).strip();
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IOException(
                    file
                            + " is damaged (64 hexadecimal digits expected): delete it, and a new one"
                            + " is made at the next start");
        }
        return text;
    }
}
