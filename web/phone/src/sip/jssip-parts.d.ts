// Parts of JsSIP that have no types of their own.
declare module 'jssip/lib/Dialog' {
  const Dialog: { prototype: object };
  export default Dialog;
}
