package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"time"
)

const (
	firstBackoff = 500 * time.Millisecond
	longBackoff  = 30 * time.Second
)

// backoff returns the longest pause before repeat n, counted from 0. The actual pause is random
// between 0 and this, so that requests that failed together are not repeated together.
func backoff(n int) time.Duration {
	if n > 10 {
		return longBackoff
	}
	return min(firstBackoff<<n, longBackoff)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return endOf(ctx)
	}
}

// mayRecover reports whether a request that failed with this status might succeed later.
func mayRecover(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	// Cloudflare's own statuses: the origin is down, slow, or unreachable.
	return status >= 520 && status <= 524
}

// mayHaveActed reports whether a write that failed with this status might have been carried out.
// A proxy can send 408, and nginx 499, after the request has reached the server.
func mayHaveActed(status int) bool {
	switch status {
	case http.StatusRequestTimeout, 499:
		return true
	}
	return status < 400 || status >= 500
}

// hopeless reports whether err is a connection failure that a retry would hit again: the server
// has no valid certificate, or does not support TLS.
func hopeless(err error) bool {
	var (
		verify *tls.CertificateVerificationError
		record tls.RecordHeaderError
		alert  tls.AlertError
		signer x509.UnknownAuthorityError
		host   x509.HostnameError
		cert   x509.CertificateInvalidError
		roots  x509.SystemRootsError
	)
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &alert) ||
		errors.As(err, &signer) || errors.As(err, &host) || errors.As(err, &cert) || errors.As(err, &roots)
}

// alerted reports whether the peer closed the connection with a TLS alert. In a handshake, that
// means that it accepts nothing that was offered, such as the TLS versions.
func alerted(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}

// dialFailed reports whether there was no connection: the host rejected it, is unreachable,
// or does not exist. If the connection to a proxy failed, its error wraps that of the dial.
func dialFailed(err error) bool {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return true
	}
	for {
		var op *net.OpError
		if !errors.As(err, &op) {
			return false
		}
		if op.Op == "dial" {
			return true
		}
		err = op.Err
	}
}
