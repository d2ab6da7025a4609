//! Places of items, suppliers and stations in the lists of a model.

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// The place in the model's list of its kind.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
id!(
    /// Index into the items of a model.
    ItemId,
    /// Index into its suppliers.
    SupplierId,
    /// Index into its stations.
    StationId
);
