//! Ends waits when the caller stops.

use std::os::fd::{BorrowedFd, RawFd};
use std::pin::pin;

use futures::future::{Either, select};
use tokio::net::unix::pipe::Receiver;

use crate::failure::Error;

/// A pipe that becomes readable at a stop, or none.
pub struct Stop(Option<Receiver>);

impl Stop {
    /// `descriptor` is a pipe's, and stays the caller's; 0 for none. Must be called inside a runtime.
    pub fn at(descriptor: RawFd) -> Result<Self, Error> {
        if descriptor <= 0 {
            return Ok(Self(None));
        }
        // SAFETY: the caller keeps it open for this call, which only duplicates it.
        let own = unsafe { BorrowedFd::borrow_raw(descriptor) }.try_clone_to_owned();
        let watched = own.and_then(Receiver::from_owned_fd);
        watched.map(|watched| Self(Some(watched))).map_err(|error| Error::system(error.to_string()))
    }

    /// The result of `work`, or an error where the stop comes first.
    pub async fn or<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let Some(watched) = &self.0 else { return work.await };
        match select(pin!(work), pin!(watched.readable())).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => Err(Error::system("stopped")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::os::fd::AsRawFd;

    #[test]
    fn a_stop_ends_a_wait_and_every_later_one() {
        let (reader, mut writer) = std::io::pipe().expect("a pipe");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let stop = Stop::at(reader.as_raw_fd()).expect("a stop");
            assert_eq!(stop.or(std::future::ready(Ok(7))).await.expect("no stop yet"), 7);
            writer.write_all(b"s").expect("room for one byte");
            for _ in 0..2 {
                assert!(stop.or(std::future::pending::<Result<(), Error>>()).await.is_err());
            }
        });
    }

    #[test]
    fn without_a_descriptor_there_is_no_stop() {
        let stop = Stop::at(0).expect("none");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        assert_eq!(runtime.block_on(stop.or(std::future::ready(Ok(7)))).expect("no stop"), 7);
    }
}
