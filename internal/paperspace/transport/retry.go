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

// backoff is the longest pause before repeat n, counted from 0; the real one is
// drawn from zero to it, so that requests that failed together do not come back
// together.
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

// mayRecover reports whether the same request might fare better in a moment.
func mayRecover(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	// Cloudflare's own: the origin is down, slow or cut off.
	return status >= 520 && status <= 524
}

// mayHaveActed reports whether a write that ended with this status can have been
// carried out. HTTP's 408 and nginx's 499 come from in between, too late to
// know.
func mayHaveActed(status int) bool {
	switch status {
	case http.StatusRequestTimeout, 499:
		return true
	}
	return status < 400 || status >= 500
}

// hopeless are connection failures that the next attempt would meet again:
// the server there cannot prove to be Paperspace, or has no TLS.
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

// alerted says that the peer itself ended the talk with an alert of TLS: in a
// handshake, that it accepts nothing that was offered, such as a version.
func alerted(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}

// dialFailed says that no connection came about: rejected, unreachable, or no
// such host. A proxy's failure wraps the dial's own.
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
