//! Repeats attempts at what may be done twice: preparing statements, reading pages, and lightweight transactions, which
//! say whether they were done before.

use std::time::Duration;

use crate::failure::Error;

/// The pauses between six attempts add up to 3.1 seconds.
const ATTEMPTS_MAX: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The first success, or the last error. An error that is not transient ends it at once.
pub async fn repeat<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let mut pause = FIRST_PAUSE;
    for _ in 1..ATTEMPTS_MAX {
        match attempt().await {
            Err(error) if error.is_transient() => tokio::time::sleep(pause).await,
            end => return end,
        }
        pause *= 2;
    }
    attempt().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count_attempts(answer: impl Fn(u32) -> Result<u32, Error>) -> (Result<u32, Error>, u32) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let mut attempts = 0;
        let end = runtime.block_on(repeat(|| {
            attempts += 1;
            std::future::ready(answer(attempts))
        }));
        (end, attempts)
    }

    #[test]
    fn a_success_ends_it() {
        let late = |attempt| if attempt < 3 { Err(Error::transient("busy")) } else { Ok(attempt) };
        let (end, attempts) = count_attempts(late);
        assert_eq!((end.expect("the third succeeds"), attempts), (3, 3));
    }

    #[test]
    fn an_error_that_is_not_transient_ends_it() {
        let (end, attempts) = count_attempts(|_| Err(Error::input("no such table")));
        assert!(end.is_err());
        assert_eq!(attempts, 1);
    }

    #[test]
    fn it_gives_up_in_the_end() {
        let (end, attempts) = count_attempts(|_| Err(Error::transient("busy")));
        assert!(end.is_err_and(|error| error.is_transient()));
        assert_eq!(attempts, ATTEMPTS_MAX);
    }
}
