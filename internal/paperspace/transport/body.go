package transport

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const maxBody = 16 << 20 // after decompression

// BodyDecoder is implemented by results that read the body themselves, so that a long list is
// not held in memory twice. If a request is retried, DecodeBody is called again and must discard
// what it has read before. It should return errors of encoding/json and of the reader unchanged
// or wrapped.
type BodyDecoder interface {
	DecodeBody(r io.Reader) error
}

// bodyFault describes what is wrong with the body of a 2xx response.
type bodyFault struct {
	message string
	err     error
	foreign bool   // the body is not from Paperspace
	page    []byte // if foreign, the beginning of the body; header is set, too
	header  http.Header
	again   bool // a retry might help
}

// decode reads the body of a 2xx response into out. If out is nil, decode ignores the body,
// except that HTML is never a success: a parked host responds with 200 even to a destroy.
func decode(resp *http.Response, out any) *bodyFault {
	limited := &limitedBody{from: resp.Body, left: maxBody}
	r := bufio.NewReader(limited)
	first, err := firstByte(r)
	switch {
	case errors.Is(err, io.EOF):
		if out == nil {
			return nil
		}
		return &bodyFault{message: "the response is empty", again: true}
	case err != nil:
		if out == nil {
			return nil // the status is enough
		}
		return limited.fault(err)
	case out == nil && first != '<':
		return nil
	case !strings.ContainsRune(`{["-0123456789tfn`, rune(first)): // no other character begins JSON, and the Content-Type is often wrong
		page, _ := io.ReadAll(io.LimitReader(r, maxErrorBody))
		return &bodyFault{foreign: true, page: page, header: resp.Header, again: true}
	}
	if d, ok := out.(BodyDecoder); ok {
		err = d.DecodeBody(r)
	} else {
		err = unmarshal(r, resp.ContentLength, out)
	}
	if err != nil {
		return limited.fault(err)
	}
	return nil
}

func unmarshal(r io.Reader, size int64, out any) error {
	var b bytes.Buffer
	if size > 0 {
		b.Grow(int(min(size, 1<<20)) + bytes.MinRead) // the Content-Length might be wrong
	}
	if _, err := b.ReadFrom(r); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if err := json.Unmarshal(b.Bytes(), out); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	return nil
}

// firstByte returns the first byte that is not white space, without consuming it.
func firstByte(r *bufio.Reader) (byte, error) {
	for {
		b, err := r.ReadByte()
		if err != nil {
			return 0, fmt.Errorf("read: %w", err)
		}
		switch b {
		case ' ', '\t', '\r', '\n':
		default:
			return b, r.UnreadByte()
		}
	}
}

func isHTML(h http.Header) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(h.Get("Content-Type"))), "text/html")
}

var errTooLong = errors.New("too long")

// limitedBody reads at most left bytes of a body and remembers the error that ended it.
type limitedBody struct {
	from io.Reader
	left int64
	err  error // other than io.EOF
}

func (l *limitedBody) Read(p []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	if len(p) == 0 {
		return 0, nil
	}
	// Reading one more byte than allowed shows whether the body fits or is too long.
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.from.Read(p)
	if int64(n) > l.left {
		n, err = int(l.left), errTooLong
	}
	l.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		l.err = err
	}
	return n, err
}

// fault classifies err: the body is too long, is cut off or malformed, or does not have the
// expected form. A retry might help only if it is cut off or malformed.
func (l *limitedBody) fault(err error) *bodyFault {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(l.err, errTooLong):
		return &bodyFault{message: fmt.Sprintf("the response is longer than %d MiB", maxBody>>20)}
	case l.err != nil:
		return &bodyFault{message: fmt.Sprintf("the response broke off after %d bytes", maxBody-l.left), err: l.err, again: true}
	case errors.As(err, &syntax), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &bodyFault{message: fmt.Sprintf("the response, %d bytes long, is broken or cut-off JSON", maxBody-l.left), err: err, again: true}
	default:
		return &bodyFault{message: "the response does not have the expected form", err: err}
	}
}
