//! A proxy between the program and its wiki that does to one request, or to all from one on, what networks and
//! servers do: real connections, and a real wiki behind it.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The time limit that the program under test has for a request.
pub const LIMIT: Duration = Duration::from_secs(1);
const BEYOND: Duration = Duration::from_millis(1400);
const SILENCE: Duration = Duration::from_secs(30);

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection ends before the wiki hears of it.
    Dropped,
    /// The wiki hears of it only after the program has given up.
    Late,
    /// The wiki does what it is asked, and its answer is lost.
    AnswerLost,
    /// Its answer comes after the program has given up.
    AnswerLate,
    /// Half of its answer, with nothing to tell that it is half.
    Cut,
    /// Half of its answer, and a length that says so.
    Short,
    /// Its answer with bytes overwritten.
    Damaged,
    /// The wiki is asked twice; the second answer comes back.
    Twice,
    /// The answer to the request before, again; the wiki isn't asked.
    Repeated,
    /// The same, and the wiki is asked.
    AskedAndRepeated,
    /// A web page with status 200.
    WebPage,
    /// The wiki's answer, called something else.
    WrongType,
    /// JSON without anything in it.
    Nothing,
    /// Sent on to another host.
    Elsewhere,
    /// The wiki does what it is asked; what stands before it answers 502.
    BadGateway,
    /// 503 with a time to wait.
    Unavailable,
    /// 429 with an hour to wait.
    TooMany,
    /// An answer without an end.
    Endless,
    /// One byte at a time.
    Dripping,
    /// What MediaWiki says when its copies lag behind.
    Lagged,
    /// What it says when it is read-only.
    ReadOnly,
    /// What it says to a token that it doesn't know.
    BadToken,
    /// What it says when the session is gone.
    LoggedOut,
    /// What it says when something inside it breaks, having done what it was asked.
    Exception,
    /// Nothing at all, for longer than a run that is told to end may take; the wiki isn't asked.
    Silent,
    /// The same, and the wiki does what it is asked.
    AskedAndSilent,
    /// JSON that takes far more memory than its length.
    ManyValues,
    /// HTML that does.
    ManyTags,
    /// Always another part of the same list.
    ManyParts,
}

impl Fault {
    /// Those that any request may meet.
    pub const ALL: [Self; 24] = [
        Self::Dropped,
        Self::Late,
        Self::AnswerLost,
        Self::AnswerLate,
        Self::Cut,
        Self::Short,
        Self::Damaged,
        Self::Twice,
        Self::Repeated,
        Self::AskedAndRepeated,
        Self::WebPage,
        Self::WrongType,
        Self::Nothing,
        Self::Elsewhere,
        Self::BadGateway,
        Self::Unavailable,
        Self::TooMany,
        Self::Endless,
        Self::Dripping,
        Self::Lagged,
        Self::ReadOnly,
        Self::BadToken,
        Self::LoggedOut,
        Self::Exception,
    ];
}

/// What it is to do, and what it has seen.
#[derive(Default)]
struct State {
    fault: Option<Fault>,
    /// The request that the fault meets, counted from 0.
    at: usize,
    /// Whether it meets all that come after, too.
    lasting: bool,
    seen: usize,
    met: usize,
    last_answer: Vec<u8>,
}

/// A proxy before one wiki.
pub struct Proxy {
    /// The address for `wiki.url`.
    pub url: String,
    state: Arc<Mutex<State>>,
    elsewhere: Arc<Mutex<usize>>,
}

impl Proxy {
    /// Before the wiki at `url` (`http://127.0.0.1:PORT/w/`).
    pub fn before(url: &str) -> Self {
        let wiki = url.split('/').nth(2).unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let other = TcpListener::bind("127.0.0.1:0").unwrap();
        let other_address = other.local_addr().unwrap().to_string();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let elsewhere = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&elsewhere);
        thread::spawn(move || other.incoming().for_each(|_| *counted.lock().unwrap() += 1));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (shared, wiki, other) = (Arc::clone(&shared), wiki.clone(), other_address.clone());
                // What a client that is gone does to the connection is not the proxy's business.
                thread::spawn(move || drop(serve(connection, &shared, &wiki, &other)));
            }
        });
        Self { url: format!("http://{address}/w/"), state, elsewhere }
    }

    /// From now on request number `at` meets `fault`, and if `lasting` all that come after it.
    pub fn set(&self, fault: Option<Fault>, at: usize, lasting: bool) {
        *self.state.lock().unwrap() = State { fault, at, lasting, ..State::default() };
    }

    /// Requests seen since the last [`Proxy::set`].
    pub fn seen(&self) -> usize {
        self.state.lock().unwrap().seen
    }

    /// Requests that met the fault.
    pub fn met(&self) -> usize {
        self.state.lock().unwrap().met
    }

    /// Connections to the host that [`Fault::Elsewhere`] leads to.
    pub fn went_elsewhere(&self) -> usize {
        *self.elsewhere.lock().unwrap()
    }
}

fn serve(mut client: TcpStream, state: &Mutex<State>, wiki: &str, other: &str) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(30)))?;
    let Some(request) = request(&mut client)? else { return Ok(()) };
    let fault = {
        let mut state = state.lock().unwrap();
        let number = state.seen;
        state.seen += 1;
        let meets = number == state.at || (state.lasting && number > state.at);
        let fault = state.fault.filter(|_| meets);
        state.met += usize::from(fault.is_some());
        fault
    };
    let ask = || asked(wiki, &request);
    let pass = |client: &mut TcpStream| {
        let answer = ask()?;
        client.write_all(&answer)?;
        state.lock().unwrap().last_answer = answer;
        Ok(())
    };
    let previous = || state.lock().unwrap().last_answer.clone();
    let Some(fault) = fault else { return pass(&mut client) };
    match fault {
        Fault::Dropped => {}
        Fault::Late => {
            thread::sleep(BEYOND);
            ask()?;
        }
        Fault::AnswerLost => drop(ask()?),
        Fault::AnswerLate => {
            let answer = ask()?;
            thread::sleep(BEYOND);
            client.write_all(&answer)?;
        }
        Fault::Cut => {
            let (head, body) = parts(&ask()?);
            client.write_all(&[without_length(&head).as_slice(), &body[..body.len() / 2]].concat())?;
        }
        Fault::Short => {
            let (head, body) = parts(&ask()?);
            let mut head = without_length(&head);
            head.truncate(head.len() - 2);
            head.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
            client.write_all(&[head.as_slice(), &body[..body.len() / 2]].concat())?;
        }
        Fault::Damaged => {
            let (head, mut body) = parts(&ask()?);
            let middle = body.len() / 2;
            body.iter_mut().skip(middle).take(4).for_each(|byte| *byte = 0xff);
            client.write_all(&[head, body].concat())?;
        }
        Fault::Twice => {
            ask()?;
            pass(&mut client)?;
        }
        Fault::Repeated => client.write_all(&previous())?,
        Fault::AskedAndRepeated => {
            ask()?;
            client.write_all(&previous())?;
        }
        Fault::WebPage => {
            client.write_all(&answer(
                "200 OK",
                "text/html",
                "",
                "<!DOCTYPE html><html><body>Hello</body></html>",
            ))?;
        }
        Fault::WrongType => {
            let (head, body) = parts(&ask()?);
            let head = String::from_utf8_lossy(&head).into_owned();
            let kinds = ["application/json", "text/html"];
            let head = kinds.iter().fold(head, |head, kind| head.replace(kind, "application/octet-stream"));
            client.write_all(&[head.as_bytes(), &body].concat())?;
        }
        Fault::Nothing => client.write_all(&answer("200 OK", "application/json", "", "{}"))?,
        Fault::Elsewhere => {
            let place = format!("Location: http://{other}/w/api.php\r\n");
            client.write_all(&answer("307 Temporary Redirect", "text/html", &place, ""))?;
        }
        Fault::BadGateway => {
            ask()?;
            client.write_all(&answer("502 Bad Gateway", "text/html", "", "<html></html>"))?;
        }
        Fault::Unavailable => {
            client.write_all(&answer(
                "503 Service Unavailable",
                "text/html",
                "Retry-After: 1\r\n",
                "<html></html>",
            ))?;
        }
        Fault::TooMany => {
            client.write_all(&answer(
                "429 Too Many Requests",
                "text/plain",
                "Retry-After: 3600\r\n",
                "slow down",
            ))?;
        }
        Fault::Endless => {
            client.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"query\":\"")?;
            loop {
                client.write_all(&[b'x'; 1 << 16])?;
            }
        }
        Fault::Dripping => {
            let whole = ask()?;
            for byte in whole {
                client.write_all(&[byte])?;
                thread::sleep(LIMIT / 20);
            }
        }
        Fault::Lagged => client.write_all(&error("maxlag", "Waiting for a database server."))?,
        Fault::ReadOnly => client.write_all(&error("readonly", "The wiki is in read-only mode."))?,
        Fault::BadToken => client.write_all(&error("badtoken", "Invalid CSRF token."))?,
        Fault::LoggedOut => {
            client.write_all(&error("assertnameduserfailed", "You are no longer logged in."))?
        }
        Fault::Exception => {
            ask()?;
            client.write_all(&error("internal_api_error_DBQueryError", "[abc] Caught exception"))?;
        }
        Fault::Silent => thread::sleep(SILENCE),
        Fault::AskedAndSilent => {
            ask()?;
            thread::sleep(SILENCE);
        }
        Fault::ManyValues => {
            let body = format!("{{\"query\":[0{}]}}", ",0".repeat(9 << 20));
            client.write_all(&answer("200 OK", "application/json", "", &body))?;
        }
        Fault::ManyParts => {
            let part = format!(
                r#"{{"continue":{{"more":"{:?}"}},"query":{{"pages":[{{"filler":"{}"}}]}}}}"#,
                Instant::now(),
                "x".repeat(8 << 20)
            );
            client.write_all(&answer("200 OK", "application/json", "", &part))?;
        }
        Fault::ManyTags => {
            let body = format!("<html>{}</html>", "<b></b>".repeat(2 << 20));
            client.write_all(&answer("200 OK", "text/html", "ETag: \"1/x\"\r\n", &body))?;
        }
    }
    client.shutdown(Shutdown::Both)
}

/// A whole request; `None` if the client sends none.
fn request(client: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut request = Vec::new();
    let mut chunk = [0; 1 << 16];
    loop {
        let read = client.read(&mut chunk)?;
        if read == 0 {
            return Ok(None);
        }
        request.extend_from_slice(&chunk[..read]);
        let Some(end) = request.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        if request.len() >= end + 4 + length.unwrap_or(0) {
            return Ok(Some(request));
        }
    }
}

/// What the wiki answers, to the end.
fn asked(wiki: &str, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut connection = TcpStream::connect(wiki)?;
    connection.write_all(request)?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    Ok(answer)
}

fn parts(answer: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").map_or(0, |at| at + 4);
    (answer[..end].to_vec(), answer[end..].to_vec())
}

fn without_length(head: &[u8]) -> Vec<u8> {
    let head = String::from_utf8_lossy(head).into_owned();
    let kept = head.split_inclusive("\r\n").filter(|line| !line.to_lowercase().starts_with("content-length"));
    kept.collect::<String>().into_bytes()
}

fn answer(status: &str, kind: &str, more: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn error(code: &str, text: &str) -> Vec<u8> {
    let body = serde_json::json!({"errors": [{"code": code, "text": text, "module": "main"}]});
    answer("200 OK", "application/json", "", &body.to_string())
}
