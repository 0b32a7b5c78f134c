// Somebody without a picture.
export function Face({ name, small, ringing, id }: { name: string; small?: boolean; ringing?: boolean; id?: string }) {
  const first = [...name][0] ?? '?';
  return (
    <div class={`face${small ? ' small' : ''}${ringing ? ' ringing' : ''}`} aria-hidden="true" id={id}>
      {first.toLocaleUpperCase()}
    </div>
  );
}
