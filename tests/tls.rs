//! TLS: the program speaks to a wiki only after its certificate has been verified.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::support::{PAGE, Wiki, ran};

/// A TLS server with a self-signed certificate for 127.0.0.1, which hands on to a wiki what it is sent.
struct Front {
    url: String,
    certificate: Vec<u8>,
    pem: String,
    connections: Arc<AtomicU64>,
    /// Those that got past the certificate.
    accepted: Arc<AtomicU64>,
    runtime: Runtime,
}

impl Front {
    fn before(wiki: &Wiki) -> Self {
        let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
        let config = ServerConfig::builder().with_no_client_auth();
        let config = config.with_single_cert(vec![own.cert.der().clone()], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let behind = wiki.url.trim_start_matches("http://").split('/').next().unwrap().to_owned();

        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("https://{}/w/", listener.local_addr().unwrap());
        let (connections, accepted) = <(Arc<AtomicU64>, Arc<AtomicU64>)>::default();
        let (all, good) = (connections.clone(), accepted.clone());
        runtime.spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                all.fetch_add(1, Ordering::SeqCst);
                let (acceptor, behind, good) = (acceptor.clone(), behind.clone(), good.clone());
                tokio::spawn(async move {
                    let Ok(mut client) = acceptor.accept(connection).await else { return };
                    good.fetch_add(1, Ordering::SeqCst);
                    let mut wiki = TcpStream::connect(&behind).await.unwrap();
                    // Either side may end it as it likes.
                    let _ = copy_bidirectional(&mut client, &mut wiki).await;
                });
            }
        });
        Self {
            url,
            certificate: own.cert.der().to_vec(),
            pem: own.cert.pem(),
            connections,
            accepted,
            runtime,
        }
    }

    fn counts(&self) -> (u64, u64) {
        (self.connections.load(Ordering::SeqCst), self.accepted.load(Ordering::SeqCst))
    }

    /// What someone gets who trusts the certificate: the library is the program's own, set up in the same way.
    fn answer_to_trust(&self) -> String {
        let certificate = reqwest::Certificate::from_der(&self.certificate).unwrap();
        let client = reqwest::Client::builder().add_root_certificate(certificate).build().unwrap();
        let url = format!("{}api.php?action=query&meta=siteinfo&format=json", self.url);
        self.runtime.block_on(async { client.get(url).send().await.unwrap().text().await.unwrap() })
    }
}

#[test]
fn a_wiki_whose_certificate_nobody_vouches_for_is_sent_nothing() {
    let wiki = Wiki::up();
    let front = Front::before(&wiki);
    for typed in [&["check", PAGE][..], &["check"], &["run", "--today", "2020-11-02"]] {
        let before = front.counts();
        let ran = ran(wiki.command("").args(typed).env("GOALKEEPER__WIKI__URL", &front.url));
        assert_eq!(ran.code, 3, "{typed:?}: {}", ran.err);
        assert!(ran.err.contains("invalid peer certificate"), "{typed:?}: {}", ran.err);
        let after = front.counts();
        assert!(after.0 > before.0 && after.1 == 0, "{typed:?}: {before:?} {after:?}");
    }
    // Nothing else is wrong with that server: who trusts its certificate is led to the wiki.
    let answer = front.answer_to_trust();
    assert!(answer.contains("\"sitename\":\"Goalkeeper dev wiki\""), "{answer}");
    assert_eq!(front.counts().1, 1);
}

#[test]
fn who_vouches_for_a_certificate_is_said_by_a_file_or_by_the_system() {
    let wiki = Wiki::up();
    let front = Front::before(&wiki);
    let pem = wiki.file("our-ca.pem", &front.pem);
    let settings = "[wiki]\nca_file = \"our-ca.pem\"\n";
    let checked = ran(wiki.command(settings).args(["check", PAGE]).env("GOALKEEPER__WIKI__URL", &front.url));
    assert_eq!(checked.code, 1, "{}", checked.err);
    let doctor = ran(wiki.command(settings).arg("doctor").env("GOALKEEPER__WIKI__URL", &front.url));
    assert!(doctor.out.contains("ok       login: with the bot password"), "{}", doctor.out);
    let by_system = ran(wiki
        .command("")
        .args(["check", PAGE])
        .env("GOALKEEPER__WIKI__URL", &front.url)
        .env("SSL_CERT_FILE", &pem));
    assert_eq!(by_system.code, 1, "{}", by_system.err);
    let nobody = ran(wiki.command("").arg("doctor").env("GOALKEEPER__WIKI__URL", &front.url));
    assert!(
        nobody.code == 3 && nobody.out.contains("name its certificate in wiki.ca_file"),
        "{}",
        nobody.out
    );
    for (file, why) in [("nowhere.pem", "can't be read"), ("empty.pem", "holds no certificate")] {
        wiki.file("empty.pem", "nothing");
        let settings = format!("[wiki]\nca_file = \"{file}\"\n");
        let ran = ran(wiki.command(&settings).args(["check", PAGE]));
        assert!(ran.code == 2 && ran.err.contains("wiki.ca_file: ") && ran.err.contains(why), "{}", ran.err);
    }
}

#[test]
fn a_proxy_that_the_environment_names_is_gone_through_to_a_wiki_with_tls() {
    let wiki = Wiki::up();
    let front = Front::before(&wiki);
    wiki.file("our-ca.pem", &front.pem);
    let (proxy, asked) = tunnel(&front.runtime);
    let mut command = wiki.command("[wiki]\nca_file = \"our-ca.pem\"\n");
    command.args(["check", PAGE]).env("GOALKEEPER__WIKI__URL", &front.url).env("HTTPS_PROXY", proxy);
    let checked = ran(&mut command);
    assert_eq!(checked.code, 1, "{}", checked.err);
    assert!(asked.load(Ordering::SeqCst) > 0, "nobody asked the proxy");
    let before = asked.load(Ordering::SeqCst);
    let past = ran(command.env("NO_PROXY", "127.0.0.1"));
    assert_eq!((past.code, asked.load(Ordering::SeqCst)), (1, before), "{}", past.err);
}

/// A proxy that hands on what it is sent to the server that `CONNECT` names (RFC 9110, 9.3.6), and how often it was asked.
fn tunnel(runtime: &Runtime) -> (String, Arc<AtomicU64>) {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicU64::new(0));
    let count = asked.clone();
    runtime.spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let count = count.clone();
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = client.read_u8().await else { return };
                    head.push(byte);
                }
                let head = String::from_utf8(head).unwrap();
                let target = head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                let mut server = TcpStream::connect(target).await.unwrap();
                client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                let _ = copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    (address, asked)
}

#[test]
fn a_server_before_the_wiki_that_asks_who_comes_is_answered() {
    let wiki = Wiki::up();
    wiki.configure(
        "if ( ( $_SERVER['PHP_AUTH_USER'] ?? '' ) !== 'staff' || ( $_SERVER['PHP_AUTH_PW'] ?? '' ) !== 'let me in' ) {\n\
         header( 'HTTP/1.1 401 Unauthorized' ); header( 'WWW-Authenticate: Basic realm=\"x\"' ); exit; }",
    );
    let named = "[wiki]\nbasic_auth_username = \"staff\"\n";
    let run = |settings: &str, password: Option<&str>, typed: &[&str]| {
        let mut command = wiki.command(settings);
        command.envs(password.map(|password| ("GOALKEEPER__WIKI__BASIC_AUTH_PASSWORD", password)));
        ran(command.args(typed))
    };
    let typed = ["run", "--today", "2020-11-02"];
    let done = run(named, Some("let me in"), &typed);
    assert!(done.code == 0 && !done.err.contains("let me in"), "{}", done.err);
    for (settings, password, code, why) in [
        ("", None, 3, "the server before the wiki asks for a user name and a password of its own"),
        (
            named,
            Some("wrong"),
            3,
            "the server before the wiki asks for a user name and a password of its own",
        ),
        (named, None, 2, "wiki.basic_auth_password: is missing"),
        ("", Some("let me in"), 2, "wiki.basic_auth_username: is missing"),
    ] {
        let ran = run(settings, password, &typed);
        assert!(ran.code == code && ran.err.contains(why), "{why}: {}", ran.err);
    }
    let both = ran(wiki
        .command(named)
        .args(["check"])
        .env("GOALKEEPER__WIKI__BASIC_AUTH_PASSWORD", "let me in")
        .env("GOALKEEPER__AUTH__OAUTH2_TOKEN", "abc"));
    assert!(both.code == 2 && both.err.contains("can't go with an OAuth token"), "{}", both.err);
}

#[test]
fn plain_http_goes_past_any_proxy_that_the_environment_names() {
    let wiki = Wiki::up();
    let proxy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let mut command = wiki.command("");
    for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY"] {
        command.env(name, &address);
    }
    let ran = ran(command.args(["check", PAGE]));
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(proxy.accept().is_err(), "the proxy was asked");
}
