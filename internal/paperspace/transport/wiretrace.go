package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http/httptrace"
	"sync"
)

// maxResends is how often net/http can retry a repeatable request automatically
// within one attempt. It has no pause and no limit: a peer that resets each
// stream got the same request more than a hundred times a second.
const maxResends = 3

// errResend ends an attempt in which net/http requires to send the request again
// and must not.
var errResend = errors.New("the connection broke after the request was written")

// wireTrace learns from net/http how far an attempt got. Its hooks can be
// called from other goroutines, even after the attempt is over.
type wireTrace struct {
	once bool
	stop context.CancelCauseFunc // ends the attempt

	mu     sync.Mutex
	asked  bool // a connection was asked for: the round tripper does call hooks
	got    bool // there was one
	http2  bool // the newest one uses HTTP/2
	wrote  bool // headers went out on the newest one
	resent int
	tlsErr error
}

func (w *wireTrace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn:      func(string) { w.set(func() { w.asked = true }) },
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

// gotConn is called for every connection that net/http tries. A second one
// after an HTTP/2 stream had carried our headers means a silent repeat: right
// after GOAWAY and REFUSED_STREAM, which promise that nothing was done, but
// net/http repeats after PROTOCOL_ERROR as well, which promises nothing. The
// three look alike from here, so none can repeat a request that creates something,
// and other requests are repeated a few times only before our own backoff.
//
// Over HTTP/1 net/http repeats a write only if no byte of it was written,
// although WroteHeaders can have been called by then: it counts buffered bytes.
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

// neverSent says that the request provably did not leave, given that the
// attempt ended with err. A round tripper that calls no hooks, such as one in
// memory, is believed only when it says that it could not connect.
func (w *wireTrace) neverSent(err error) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.got && (w.asked || dialFailed(err))
}

// handshakeFailed says that TLS with the peer did not come about.
func (w *wireTrace) handshakeFailed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tlsErr != nil
}
