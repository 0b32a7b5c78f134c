package jackfield.server.identity;

import jackfield.base.Parsed;
import jackfield.server.config.Config;
import jackfield.server.config.Setting;
import jackfield.server.config.TokenSettings;
import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.auth.TokenKey;
import jackfield.sip.auth.TokenPolicy;
import jackfield.sip.auth.TokenVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files that say whose tokens are believed: a shared secret, or public keys as PEM (RFC 7468)
/// or as a JSON Web Key Set (RFC 7517).
public final class TokenFiles {
    private static final int LARGEST = 1 << 20;
    private static final Pattern PEM =
            Pattern.compile("(?s)-----BEGIN (PUBLIC KEY|CERTIFICATE)-----(.*?)-----END \\1-----");

    private final Path file;
    private final String setting;

    private TokenFiles(Path file, String setting) {
        this.file = file;
        this.setting = setting;
    }

    /// What checks tokens; empty where none are taken.
    ///
    /// @throws IOException when a file cannot be used; the message names it, the cause and the cure
    public static Optional<BearerAuthenticator> of(Config config, InstantSource time)
            throws IOException {
        List<TokenKey> keys = new ArrayList<>();
        Optional<String> secret = config.get(TokenSettings.SECRET_FILE);
        if (secret.isPresent()) {
            keys.add(of(secret.get(), TokenSettings.SECRET_FILE).secret());
        }
        Optional<String> published = config.get(TokenSettings.KEYS);
        if (published.isPresent()) {
            keys.addAll(of(published.get(), TokenSettings.KEYS).keys());
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        @Nullable String scope = config.get(TokenSettings.SCOPE).orElse(null);
        TokenPolicy policy =
                new TokenPolicy(
                        config.get(TokenSettings.ISSUER).orElse(null),
                        config.get(TokenSettings.AUDIENCE).orElse(null),
                        config.get(TokenSettings.USER_CLAIM),
                        scope,
                        TokenPolicy.LEEWAY_MS);
        return Optional.of(
                new BearerAuthenticator(
                        new TokenVerifier(keys, policy),
                        time,
                        config.get(TokenSettings.SERVER).orElse(null),
                        scope));
    }

    private static TokenFiles of(String file, Setting<?> setting) {
        return new TokenFiles(Path.of(file), setting.key());
    }

    private byte[] bytes() throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw bad("is a folder: name a file");
            }
            if (Files.size(file) > LARGEST) {
                throw bad("is larger than 1 MiB: that is no file of keys");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw bad("there is no such file: correct the path");
        } catch (AccessDeniedException e) {
            throw bad(
                    "cannot be read by the user "
                            + System.getProperty("user.name")
                            + " that Jackfield runs as: give it the right");
        }
    }

    private TokenKey secret() throws IOException {
        byte[] bytes = bytes();
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        byte[] secret = new byte[end];
        System.arraycopy(bytes, 0, secret, 0, end);
        return switch (TokenKey.shared(secret)) {
            case Parsed.Ok<TokenKey>(TokenKey key) -> key;
            case Parsed.Bad<TokenKey>(_, String got) ->
                    throw bad("is too short to be a secret (" + got + "): openssl rand -hex 32");
        };
    }

    private List<TokenKey> keys() throws IOException {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        List<TokenKey> keys = new ArrayList<>();
        try {
            if (text.stripLeading().startsWith("{")) {
                for (JsonNode each : new JsonMapper().readTree(text).path("keys")) {
                    addWebKey(each, keys);
                }
            } else {
                Matcher block = PEM.matcher(text);
                while (block.find()) {
                    byte[] der = Base64.getMimeDecoder().decode(block.group(2).strip());
                    keys.add(key(publicKey(block.group(1), der), null));
                }
            }
        } catch (JacksonException | IllegalArgumentException | GeneralSecurityException e) {
            throw bad("is damaged: " + e.getMessage());
        }
        if (keys.isEmpty()) {
            throw bad(
                    "holds no public key of RSA or P-256: give the issuer's JWKS, or PEM text"
                            + " (-----BEGIN PUBLIC KEY-----)");
        }
        return keys;
    }

    private TokenKey key(PublicKey key, @Nullable String id) throws IOException {
        return switch (TokenKey.of(key, id)) {
            case Parsed.Ok<TokenKey>(TokenKey good) -> good;
            case Parsed.Bad<TokenKey>(String what, String got) ->
                    throw bad("holds a key that is not taken (" + what + ": " + got + ")");
        };
    }

    private static PublicKey publicKey(String label, byte[] der) throws GeneralSecurityException {
        if (label.equals("CERTIFICATE")) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        }
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (InvalidKeySpecException noRsa) {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
        }
    }

    /// Key sets hold keys for other uses and algorithms too: those are passed over (RFC 7517
    /// section 5).
    private void addWebKey(JsonNode key, List<TokenKey> keys)
            throws IOException, GeneralSecurityException {
        String use = key.path("use").asString("sig");
        String algorithm = key.path("alg").asString("");
        String id = key.path("kid").asString("");
        String kind = key.path("kty").asString("");
        PublicKey made = null;
        if (use.equals("sig") && kind.equals("RSA") && algorithm.matches("|RS256")) {
            made =
                    KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
        } else if (use.equals("sig")
                && kind.equals("EC")
                && algorithm.matches("|ES256")
                && key.path("crv").asString("").equals("P-256")) {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            made =
                    KeyFactory.getInstance("EC")
                            .generatePublic(
                                    new ECPublicKeySpec(
                                            new ECPoint(number(key, "x"), number(key, "y")),
                                            curve.getParameterSpec(ECParameterSpec.class)));
        }
        if (made != null) {
            keys.add(key(made, id.isEmpty() ? null : id));
        }
    }

    private static BigInteger number(JsonNode key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(name).asString("")));
    }

    private IOException bad(String what) {
        return new IOException(file + " (" + setting + "): " + what);
    }
}
