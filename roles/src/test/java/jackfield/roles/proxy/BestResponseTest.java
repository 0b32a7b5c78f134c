package jackfield.roles.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Response;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BestResponseTest {
    private static Response response(int status) {
        return new Response(status, "x", Headers.EMPTY, Body.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "486, 486",
        "486 603, 603",
        "404 302, 302",
        "500 404, 404",
        "408 486, 486",
        "487 480 408, 480",
        "404 484, 484",
        "503, 500",
        "503 500, 500",
        "503 486, 486"
    })
    void theBest(String given, int expected) {
        var finals =
                Arrays.stream(given.split(" ")).map(s -> response(Integer.parseInt(s))).toList();
        assertThat(BestResponse.of(finals).status()).isEqualTo(expected);
    }

    @Test
    void challengesOfAllBranchesAreGathered() {
        Response one = response(401).with(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"a\"");
        Response two = response(407).with(HeaderName.PROXY_AUTHENTICATE, "Digest realm=\"b\"");
        Response three = response(401).with(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"c\"");
        Response best = BestResponse.of(java.util.List.of(one, response(404), two, three));
        assertThat(best.status()).isEqualTo(401);
        assertThat(best.headers().all(HeaderName.WWW_AUTHENTICATE))
                .containsExactly("Digest realm=\"a\"", "Digest realm=\"c\"");
        assertThat(best.headers().all(HeaderName.PROXY_AUTHENTICATE))
                .containsExactly("Digest realm=\"b\"");
    }
}
