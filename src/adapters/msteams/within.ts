/** The result of `run`, or a TimeoutError after `milliseconds`; `run` itself goes on unheard. */
export async function within<T>(milliseconds: number, run: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new DOMException("Took too long", "TimeoutError"));
    }, milliseconds);
  });
  try {
    return await Promise.race([run(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
