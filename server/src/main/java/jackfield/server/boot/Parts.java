package jackfield.server.boot;

import jackfield.roles.location.SavedBinding;
import jackfield.server.config.Addresses;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.server.identity.Identity;
import jackfield.server.identity.Secrets;
import jackfield.server.identity.SessionTokens;
import jackfield.server.metrics.Health;
import jackfield.server.metrics.Metrics;
import jackfield.sip.auth.BearerAuthenticator;
import jackfield.store.Store;
import java.util.List;
import java.util.Optional;

/// What a node stands on, ready before its first socket opens.
///
/// @param config what it was told
/// @param addresses what it binds and what it advertises
/// @param data where it keeps things
/// @param store bindings and users; its thread runs
/// @param kept the bindings from before a restart
/// @param accounts every user
/// @param secrets the node's keys
/// @param identity the node's own authority and the certificate it signed
/// @param bearer checks tokens; empty where none are taken
/// @param tls the certificates that are shown, and the peers that are believed
/// @param metrics where parts add their numbers
/// @param health where listeners say that they are up
public record Parts(
        Config config,
        Addresses addresses,
        DataFolder data,
        Store store,
        List<SavedBinding> kept,
        Accounts accounts,
        Secrets secrets,
        Identity identity,
        Optional<BearerAuthenticator> bearer,
        TlsParts tls,
        Metrics metrics,
        Health health) {
    /// Signs users in, and knows what it signed.
    SessionTokens sessions() {
        return new SessionTokens(secrets.nodeKey(), accounts::digest);
    }
}
