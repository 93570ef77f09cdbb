package transport

import (
	"fmt"
	"io"
)

const (
	maxListPages = 1000
	maxListBytes = 64 << 20 // after decompression; about 50,000 machines
	maxCursor    = 4 << 10
)

// ListSize limits the size of a list that consists of pages. The size of each page is limited,
// too, but a server that always has another page would otherwise be read until the memory or the
// timeout is exhausted. The zero value is ready to use, for one list. It is not safe for
// concurrent use.
type ListSize struct {
	pages int
	bytes int64
}

// Next counts a page that is about to be requested at a cursor. If the list has become too long,
// it returns a description of the problem, and "" otherwise.
func (l *ListSize) Next(cursor string) (problem string) {
	l.pages++
	switch {
	case l.pages > maxListPages:
		return fmt.Sprintf("the list is too long: it has more than %d pages", maxListPages)
	case l.bytes > maxListBytes:
		return fmt.Sprintf("the list is too long: %d pages have %d MiB, and there are more", l.pages-1, l.bytes>>20)
	case len(cursor) > maxCursor:
		return fmt.Sprintf("the list is not usable: the cursor of the next page has %d bytes", len(cursor))
	}
	return ""
}

// Reader returns a reader of r, the body of a page, that counts the bytes. If l is nil, Reader
// returns r.
func (l *ListSize) Reader(r io.Reader) io.Reader {
	if l == nil {
		return r
	}
	return &sizedReader{l, r}
}

type sizedReader struct {
	list *ListSize
	from io.Reader
}

func (s *sizedReader) Read(p []byte) (int, error) {
	n, err := s.from.Read(p)
	s.list.bytes += int64(n)
	return n, err //nolint:wrapcheck // a reader passes errors on as they are
}
