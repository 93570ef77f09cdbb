package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http/httptrace"
	"sync"
)

// maxResends is how often net/http can send a repeatable request again within one attempt.
// net/http itself has no limit and does not pause between them: a peer that reset every stream
// received the same request more than a hundred times per second.
const maxResends = 3

// errResend ends an attempt in which net/http is about to retry a request that must not be
// retried.
var errResend = errors.New("the connection broke after the request was written")

// wireTrace records how far an attempt got. net/http can call its hooks from other goroutines,
// even after the attempt has ended.
type wireTrace struct {
	once bool
	stop context.CancelCauseFunc // ends the attempt

	mu        sync.Mutex
	requested bool // a connection was requested, so the round tripper calls the hooks
	got       bool // there was a connection
	http2     bool // the newest connection uses HTTP/2
	wrote     bool // the headers were written to the newest connection
	resent    int
	tlsErr    error
}

func (w *wireTrace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn:      func(string) { w.set(func() { w.requested = true }) },
		GotConn:      w.gotConn,
		WroteHeaders: func() { w.set(func() { w.wrote = true }) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			w.set(func() { w.tlsErr = err })
		},
	}
}

func (w *wireTrace) set(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

// gotConn is called for every connection that net/http uses. A second call after the headers
// were written to an HTTP/2 stream means that net/http silently repeats the request. That is
// correct after GOAWAY and REFUSED_STREAM, which guarantee that nothing was done, but net/http
// also does it after PROTOCOL_ERROR, which does not. gotConn cannot distinguish them, so it
// never allows a repeat of a request that is sent once, and only maxResends of others.
//
// Over HTTP/1, net/http repeats a write only if no byte of it was written. WroteHeaders might
// have been called even then, because it also counts buffered bytes.
func (w *wireTrace) gotConn(info httptrace.GotConnInfo) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.http2 && w.wrote {
		if w.resent++; w.once || w.resent > maxResends {
			w.stop(errResend)
			return
		}
	}
	w.got, w.wrote = true, false
	conn, ok := info.Conn.(interface{ ConnectionState() tls.ConnectionState })
	w.http2 = ok && conn.ConnectionState().NegotiatedProtocol == "h2"
}

// neverSent reports whether the request was certainly not sent, given the error of the attempt.
// If the round tripper does not call the hooks, as one in memory, that is certain only if err is
// a failure to connect.
func (w *wireTrace) neverSent(err error) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.got && (w.requested || dialFailed(err))
}

// handshakeFailed reports whether the newest TLS handshake failed.
func (w *wireTrace) handshakeFailed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tlsErr != nil
}
