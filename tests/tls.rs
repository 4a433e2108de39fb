//! TLS: the program speaks to a wiki only after its certificate has been verified.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::copy_bidirectional;
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
        Self { url, certificate: own.cert.der().to_vec(), connections, accepted, runtime }
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
