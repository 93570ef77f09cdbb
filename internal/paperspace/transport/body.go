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

// BodyDecoder reads a response on its own, so that a long list need not be held
// in memory twice. DecodeBody can be called again after it failed, when the
// request is repeated, and must then start afresh. It should return errors of
// encoding/json and of the reader as they are or wrapped.
type BodyDecoder interface {
	DecodeBody(r io.Reader) error
}

// bodyFault says what is wrong with a 2xx body.
type bodyFault struct {
	message string
	err     error
	foreign bool   // someone else's page, in part in page
	page    []byte // its beginning
	header  http.Header
	again   bool // the next response might well be whole
}

// decode reads the body of a 2xx response into out; nil means that nothing is
// wanted from it. HTML is never a success: a parked host returns 200 to a
// destroy as well.
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
			return nil // the status said it all
		}
		return limited.fault(err)
	case out == nil && first != '<':
		return nil
	case !strings.ContainsRune(`{["-0123456789tfn`, rune(first)): // Content-Type is often wrong, JSON never begins otherwise
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
		b.Grow(int(min(size, 1<<20)) + bytes.MinRead) // the size is a claim, not a fact
	}
	if _, err := b.ReadFrom(r); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if err := json.Unmarshal(b.Bytes(), out); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	return nil
}

// firstByte is the first byte that is not white space; it is not consumed.
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

// limitedBody is a body of at most left bytes that remembers how it ended.
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
	// One byte more than allowed distinguishes a body that just fits from one that is too long.
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

// fault distinguishes a body that is too long, one that broke off, and one that
// is whole but not what was expected. Only the second gets better by asking
// again.
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
