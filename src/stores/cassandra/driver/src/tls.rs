//! TLS: which certificates are trusted, and which names they must have.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use crate::failure::Error;
use crate::ffi::ConnectOptions;

/// Accepts a node's certificate if it is valid for the node's address, or for a host that the user has named: nodes
/// are found by address, but their certificates often have the one name that the user connects to.
#[derive(Debug)]
struct Verifier {
    chain: Arc<WebPkiServerVerifier>,
    hosts: Vec<ServerName<'static>>,
}

fn is_wrong_name(error: &rustls::Error) -> bool {
    use CertificateError::{NotValidForName, NotValidForNameContext};
    matches!(error, rustls::Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. }))
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let valid_for =
            |name: &ServerName<'_>| self.chain.verify_server_cert(end_entity, intermediates, name, ocsp_response, now);
        let first = valid_for(server_name);
        match &first {
            Err(error) if is_wrong_name(error) => {
                self.hosts.iter().find_map(|name| valid_for(name).ok()).map_or(first, Ok)
            }
            _ => first,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.chain.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.chain.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.chain.supported_verify_schemes()
    }
}

fn certificates(path: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(certificates) if certificates.is_empty() => Err(Error::input(format!("{path} holds no PEM certificate"))),
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(Error::input(format!("cannot read the certificates in {path}: {error}"))),
    }
}

fn trusted(options: &ConnectOptions) -> Result<RootCertStore, Error> {
    let mut roots = RootCertStore::empty();
    if options.ca_file.is_empty() {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        return Ok(roots);
    }
    for certificate in certificates(&options.ca_file)? {
        let added = roots.add(certificate);
        added.map_err(|error| Error::input(format!("{}: {error}", options.ca_file)))?;
    }
    Ok(roots)
}

/// The host of "host:port", where it is a name and no address: an address is checked anyway.
fn named_host(host: &str) -> Option<ServerName<'static>> {
    let name = ServerName::try_from(host.rsplit_once(':')?.0.to_string()).ok()?;
    matches!(name, ServerName::DnsName(_)).then_some(name)
}

/// The TLS settings that `options` ask for.
pub fn context(options: &ConnectOptions) -> Result<Arc<ClientConfig>, Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let chain = WebPkiServerVerifier::builder_with_provider(Arc::new(trusted(options)?), provider.clone())
        .build()
        .map_err(|error| Error::input(format!("no certificate authority to trust: {error}")))?;
    let hosts = options.hosts.iter().filter_map(|host| named_host(host)).collect();
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::system(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Verifier { chain, hosts }));
    if options.cert_file.is_empty() {
        return Ok(Arc::new(config.with_no_client_auth()));
    }
    let key = PrivateKeyDer::from_pem_file(&options.key_file)
        .map_err(|error| Error::input(format!("cannot read the key in {}: {error}", options.key_file)))?;
    let config = config
        .with_client_auth_cert(certificates(&options.cert_file)?, key)
        .map_err(|error| Error::input(format!("{} and {}: {error}", options.cert_file, options.key_file)))?;
    Ok(Arc::new(config))
}
