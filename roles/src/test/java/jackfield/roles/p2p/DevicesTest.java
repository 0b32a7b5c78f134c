package jackfield.roles.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Devices: who they are, how they come and go, what they see of each other.
class DevicesTest {
    private final Desk desk = new Desk();

    @Test
    void aDeviceSignsInByPasswordAndGetsAName() {
        Desk.Client alice = desk.stranger();
        alice.says("{'type':'auth','user':'alice','password':'alice'}");
        Json.Members ok = alice.hears("auth-ok", "userId", "alice");
        assertTrue(ok.text("deviceId", "").length() > 8);
        assertEquals(Json.Word.FALSE, ok.get("resumed"));
    }

    @Test
    void aTokenMayComeWithTheHandshake() {
        desk.stranger("t-alice", "d1").hears("auth-ok", "deviceId", "d1");
        Desk.Client wrong = desk.stranger("t-nobody", null);
        wrong.hears("auth-fail", "code", "wrong");
        wrong.says("{'type':'auth','token':'t-bob'}");
        wrong.hears("auth-ok", "userId", "bob");
    }

    @Test
    void aSecondAuthOnOneConnectionChangesNobody() {
        Desk.Client alice = desk.stranger("t-alice", "d1");
        alice.hears("auth-ok");
        alice.says("{'type':'auth','token':'t-alice'}");
        alice.hears("auth-ok", "deviceId", "d1");
        alice.says("{'type':'auth','token':'t-bob'}");
        alice.hears("auth-fail", "code", "another");
    }

    @Test
    void nothingIsDoneForANamelessConnection() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client nobody = desk.stranger();
        nobody.offers("alice", "c");
        nobody.hears("error", "code", "not-authenticated", "of", "call-offer");
        alice.assertQuiet();
        desk.wait(15);
        nobody.hears("auth-fail", "code", "late");
        assertEquals(4003, nobody.closed());
    }

    @Test
    void guessingIsSlow() {
        Desk.Client guesser = desk.stranger();
        for (int i = 0; i < 4; i++) {
            guesser.says("{'type':'auth','user':'alice','password':'" + i + "'}");
            guesser.hears("auth-fail", "code", "wrong");
        }
        assertEquals(0, guesser.closed());
        guesser.says("{'type':'auth','user':'alice','password':'x'}");
        guesser.hears("auth-fail", "code", "wrong");
        assertEquals(4003, guesser.closed());
        guesser.says("{'type':'auth','user':'alice','password':'alice'}");
        guesser.assertQuiet();
        assertEquals(5, desk.core().counters().events().get("wrong-credentials"));
    }

    @Test
    void aDeviceIdIsOfPlainLetters() {
        Desk.Client alice = desk.stranger();
        alice.says("{'type':'auth','token':'t-alice','device':'a b'}");
        alice.hears("auth-fail", "code", "bad-message");
        alice.says("{'type':'auth'}");
        alice.hears("auth-fail", "code", "bad-message");
    }

    @Test
    void aNewConnectionTakesTheDevicesPlace() {
        Desk.Client old = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        bob.offers("alice", "c");
        old.hears("call-offer");
        Desk.Client young = desk.stranger();
        young.says("{'type':'auth','token':'t-alice','device':'a1'}");
        Json.Members ok = young.hears("auth-ok");
        assertEquals(Json.Word.TRUE, ok.get("resumed"));
        assertEquals(4001, old.closed());
        old.drops();
        young.answers("bob", "c");
        bob.hears("call-answer");
        assertEquals(2, desk.core().sizes().get("devices"));
    }

    @Test
    void anotherUsersDeviceIdIsAnotherDevice() {
        desk.device("alice", "same");
        Desk.Client bob = desk.device("bob", "same");
        assertEquals(0, bob.closed());
        assertEquals(2, desk.core().sizes().get("devices"));
    }

    @Test
    void aUserHasSoManyDevicesAndNoMore() {
        Desk.Client first = desk.device("alice", "d0");
        for (int i = 1; i < 10; i++) {
            desk.device("alice", "d" + i);
        }
        Desk.Client more = desk.stranger();
        more.says("{'type':'auth','token':'t-alice','device':'more'}");
        more.hears("auth-fail", "code", "too-many-devices");
        first.drops();
        more.says("{'type':'auth','token':'t-alice','device':'more'}");
        more.hears("auth-ok");
    }

    @Test
    void aFloodIsRefusedThenClosed() {
        Desk.Client alice = desk.device("alice", "a1");
        for (int i = 0; i < 199; i++) {
            alice.says("{'type':'ping'}");
            alice.hears("pong");
        }
        alice.says("{'type':'ping'}");
        alice.hears("error", "code", "too-fast");
        alice.says("{'type':'ping'}");
        alice.assertQuiet();
        desk.wait(1);
        alice.says("{'type':'ping','id':7}");
        assertEquals(7L, alice.hears("pong").whole("id"));
        for (int i = 0; i < 1_100; i++) {
            alice.says("{'type':'sign-in'}");
        }
        assertEquals(4008, alice.closed());
    }

    @Test
    void aMessageIsOnlySoLong() {
        Desk.Client alice = desk.device("alice", "a1");
        alice.says("{'type':'ping','id':'" + "x".repeat(66_000) + "'}");
        alice.hears("error", "code", "too-long");
    }

    @Test
    void textsGoToAllDevicesAndWaitForThoseThatAreGone() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client one = desk.device("bob", "b1");
        Desk.Client two = desk.device("bob", "b2");
        two.drops();
        alice.says("{'type':'message','toId':'bob','text':'hello \\u00e9','id':'m1'}");
        one.hears("message", "from", "alice", "text", "hello é");
        alice.hears("message-sent", "id", "m1");
        Desk.Client back = desk.stranger("t-bob", "b2");
        back.hears("auth-ok");
        back.hears("message", "text", "hello é");
        alice.says("{'type':'message','toId':'carol','text':'x','id':'m2'}");
        alice.hears("error", "code", "unavailable", "id", "m2");
        alice.says("{'type':'signal','toId':'bob','toDevice':'b1','data':{'a':[1,2.50,null]}}");
        assertTrue(Desk.JSON.write(one.hears("signal")).contains("{\"a\":[1,2.50,null]}"));
        back.assertQuiet();
    }

    @Test
    void whoIsNotToBeDisturbedIsShownSoAndRungByNobody() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.says("{'type':'presence-subscribe','users':['bob']}");
        alice.hears("presence", "state", "online");
        desk.quiet("bob", true);
        alice.hears("presence", "from", "bob", "state", "do-not-disturb");
        alice.offers("bob", "c1");
        alice.hears("call-busy", "callId", "c1", "reason", "do-not-disturb");
        bob.assertQuiet();
        assertEquals("alice bob 486 CALLEE does not want to be disturbed", desk.record());
        desk.quiet("bob", false);
        alice.hears("presence", "state", "online");
        alice.offers("bob", "c2");
        bob.hears("call-offer");
    }

    @Test
    void whoWatchesIsTold() {
        Desk.Client alice = desk.device("alice", "a1");
        alice.says("{'type':'presence-subscribe','users':['bob','sip:carol@here']}");
        alice.hears("presence", "from", "bob", "state", "offline");
        alice.hears("presence", "from", "carol", "state", "offline");
        Desk.Client bob = desk.device("bob", "b1");
        alice.hears("presence", "from", "bob", "state", "online");
        bob.says("{'type':'presence','state':'away'}");
        alice.hears("presence", "state", "away");
        bob.says("{'type':'settings','away':false}");
        alice.hears("presence", "state", "online");
        Desk.Client carol = desk.device("carol", "c1");
        alice.hears("presence", "from", "carol", "state", "online");
        carol.offers("bob", "c");
        alice.hears("presence", "from", "bob", "state", "ringing");
        alice.hears("presence", "from", "carol", "state", "ringing");
        bob.hears("call-offer");
        bob.answers("carol", "c");
        carol.hears("call-answer");
        alice.hears("presence", "from", "bob", "state", "busy");
        alice.hears("presence", "from", "carol", "state", "busy");
        bob.drops();
        alice.assertQuiet();
        desk.wait(60);
        carol.hears("call-end");
        alice.hears("presence", "from", "bob", "state", "offline");
        alice.hears("presence", "from", "carol", "state", "online");
        alice.says("{'type':'presence-unsubscribe','users':['carol']}");
        carol.says("{'type':'sign-out'}");
        alice.assertQuiet();
    }

    @Test
    void soManyAreWatchedAndNoMore() {
        Desk.Client alice = desk.device("alice", "a1");
        StringBuilder users = new StringBuilder("'u0'");
        for (int i = 1; i < 501; i++) {
            users.append(",'u").append(i).append("'");
        }
        alice.says("{'type':'presence-subscribe','users':[" + users + "]}");
        for (int i = 0; i < 500; i++) {
            alice.hears("presence");
        }
        alice.hears("error", "code", "too-many-watched");
        alice.says("{'type':'presence-subscribe','users':[7]}");
        alice.hears("error", "code", "bad-message");
    }

    @Test
    void membersOfARoomSpeakToEachOther() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        Desk.Client carol = desk.device("carol", "c1");
        alice.says("{'type':'room-join','room':'r'}");
        alice.hears("room-joined", "room", "r");
        bob.says("{'type':'room-join','room':'r'}");
        Json.Members joined = bob.hears("room-joined");
        assertTrue(
                Desk.JSON.write(joined).contains("\"userId\":\"alice\""), Desk.JSON.write(joined));
        alice.hears("room-member-joined", "from", "bob", "fromDevice", "b1");
        bob.says(
                "{'type':'call-offer','room':'r','toId':'alice','toDevice':'a1','callId':'c','offer':{'sdp':'v'}}");
        alice.hears("call-offer", "room", "r", "from", "bob");
        assertEquals(0, desk.core().sizes().get("calls"));
        carol.says("{'type':'message','room':'r','text':'x'}");
        carol.hears("error", "code", "no-such-room");
        bob.says("{'type':'message','room':'r','toId':'carol','text':'x'}");
        bob.hears("error", "code", "no-such-member");
        bob.says("{'type':'message','room':'r','text':'all'}");
        alice.hears("message", "text", "all");
        bob.says("{'type':'room-leave','room':'r'}");
        bob.hears("room-left");
        alice.hears("room-member-left", "from", "bob");
        alice.drops();
        desk.wait(60);
        assertEquals(0, desk.core().sizes().get("rooms"));
    }

    @Test
    void aRoomHasSoManyMembersAndADeviceSoManyRooms() {
        Desk.Client alice = desk.device("alice", "a0");
        for (int i = 0; i < 16; i++) {
            alice.says("{'type':'room-join','room':'r" + i + "'}");
            alice.hears("room-joined");
        }
        alice.says("{'type':'room-join','room':'r16'}");
        alice.hears("error", "code", "too-many-rooms");
        for (int i = 1; i < 8; i++) {
            Desk.Client more = desk.device("alice", "a" + i);
            more.says("{'type':'room-join','room':'r0'}");
            more.hears("room-joined");
        }
        Desk.Client ninth = desk.device("bob", "b");
        ninth.says("{'type':'room-join','room':'r0'}");
        ninth.hears("error", "code", "room-full", "room", "r0");
        ninth.says("{'type':'room-join','room':''}");
        ninth.hears("error", "code", "bad-message");
    }
}
