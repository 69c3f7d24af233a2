//! Reads rows page by page. While one page is used, the next one is fetched.

use std::ops::ControlFlow;
use std::sync::Arc;

use scylla::deserialize::row::ColumnIterator;
use scylla::response::query_result::QueryResult;
use scylla::response::{PagingState, PagingStateResponse};
use scylla::statement::prepared::PreparedStatement;
use tokio::task::JoinHandle;

use crate::attempts;
use crate::cells::{RawRow, cell_count};
use crate::client::{Client, Connected};
use crate::failure::{self, Error};
use crate::ffi::{Failure, Page};

type Fetched = Result<(QueryResult, PagingStateResponse), Error>;

struct Opened {
    connected: Arc<Connected>,
    statement: PreparedStatement,
    bound: Arc<[u8]>,
    next_page: Option<JoinHandle<Fetched>>,
}

/// See the bridge in lib.rs.
#[derive(Default)]
pub struct Scan {
    opened: Option<Opened>,
}

impl Scan {
    pub fn open(&mut self, client: &Client, cql: &str, bound: &[u8], page_rows: i32) -> Result<(), Error> {
        let connected = client.connected()?.clone();
        let mut statement = connected.prepare(cql)?;
        if cell_count(bound) != Some(statement.get_variable_col_specs().len()) {
            return Err(Error::system("the number of cells differs from the number of bind markers"));
        }
        statement.set_page_size(page_rows);
        let mut opened = Opened { connected, statement, bound: bound.into(), next_page: None };
        opened.fetch(PagingState::start());
        self.opened = Some(opened);
        Ok(())
    }

    pub fn next_page(&mut self, page: &mut Page) -> Failure {
        failure::catch(|| {
            let opened = self.opened.as_mut().ok_or_else(|| Error::system("a scan is used before it is opened"))?;
            page.cells.clear();
            page.row_ends.clear();
            page.last = true;
            let Some(fetched) = opened.next_page.take() else { return Ok(()) };
            let joined = async { fetched.await.map_err(|error| Error::system(error.to_string()))? };
            let (result, paging) = opened.connected.runtime.block_on(opened.connected.stop.or(joined))?;
            if let ControlFlow::Continue(state) = paging.into_paging_control_flow() {
                opened.fetch(state);
                page.last = false;
            }
            append_rows(result, page)
        })
    }
}

impl Opened {
    fn fetch(&mut self, state: PagingState) {
        let (connected, statement, bound) = (self.connected.clone(), self.statement.clone(), self.bound.clone());
        self.next_page = Some(self.connected.runtime.spawn(async move {
            let fetch = || async {
                let page = connected.session.execute_single_page(&statement, RawRow(&bound), state.clone()).await;
                page.map_err(|error| Error::from(&error))
            };
            attempts::repeat(fetch).await
        }));
    }
}

impl Drop for Scan {
    fn drop(&mut self) {
        // The fetch shares the session with the client until it has ended.
        if let Some(Opened { connected, next_page: Some(fetched), .. }) = &mut self.opened {
            fetched.abort();
            let _ = connected.runtime.block_on(fetched);
        }
    }
}

fn append_rows(result: QueryResult, page: &mut Page) -> Result<(), Error> {
    let broken = |error: &dyn std::fmt::Display| Error::system(format!("the server's rows cannot be read: {error}"));
    let rows = result.into_rows_result().map_err(|error| broken(&error))?;
    page.cells.reserve(rows.rows_bytes_size());
    page.row_ends.reserve(rows.rows_num());
    for row in rows.rows::<ColumnIterator>().map_err(|error| broken(&error))? {
        for column in row.map_err(|error| broken(&error))? {
            let value = column.map_err(|error| broken(&error))?.slice;
            let length = value.map_or(-1, |value| value.as_slice().len() as i32);
            page.cells.extend_from_slice(&length.to_be_bytes());
            page.cells.extend_from_slice(value.map_or(&[], |value| value.as_slice()));
        }
        let end = u32::try_from(page.cells.len()).map_err(|_| Error::system("a page is larger than 4 GiB"))?;
        page.row_ends.push(end);
    }
    Ok(())
}
