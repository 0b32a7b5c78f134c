package jackfield.roles.location;

/// Hears of contacts that come and go; one that is registered again or comes back on another
/// connection is not told. Called on the signalling shard's thread; it must return at once.
public interface BindingWatch {
    /// Hears nothing.
    BindingWatch NONE =
            new BindingWatch() {
                @Override
                public void came(Binding binding) {}

                @Override
                public void went(AddressOfRecord aor, String contact) {}
            };

    /// A contact is registered that was not.
    void came(Binding binding);

    /// A contact is registered no more.
    ///
    /// @param contact its URI
    void went(AddressOfRecord aor, String contact);

    /// Tells both.
    default BindingWatch and(BindingWatch other) {
        BindingWatch first = this;
        return new BindingWatch() {
            @Override
            public void came(Binding binding) {
                first.came(binding);
                other.came(binding);
            }

            @Override
            public void went(AddressOfRecord aor, String contact) {
                first.went(aor, contact);
                other.went(aor, contact);
            }
        };
    }
}
