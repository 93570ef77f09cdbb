package v1api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/url"
	"strconv"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// pageSize is the maximum number of items on a page.
const pageSize = 120

// maxStale is the number of pages without a new object after which reading a list fails.
const maxStale = 10

// page is one page of a list.
type page[A any] struct {
	HasMore  wire.Flag        `json:"hasMore"`
	Items    wire.Latest[[]A] `json:"items"`
	NextPage wire.Text        `json:"nextPage"` // the cursor; null or missing at the end

	size *transport.ListSize
}

// DecodeBody implements [transport.BodyDecoder].
func (p *page[A]) DecodeBody(r io.Reader) error {
	raw, err := io.ReadAll(p.size.Reader(r))
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	*p = page[A]{size: p.size}
	type plain page[A]
	if err := json.Unmarshal(raw, (*plain)(p)); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	return nil
}

// A listing is a request for a list.
type listing struct {
	op, path string // op is for errors
	query    url.Values
}

// readPage reads one page. A response without items is an error, not an empty page.
func readPage[A any](ctx context.Context, c *client, l listing, size *transport.ListSize) (page[A], error) {
	p := page[A]{size: size}
	if err := c.get(ctx, l.op, l.path, l.query, &p); err != nil {
		return p, err
	}
	if p.Items.Value == nil {
		return p, noService(l.op, l.path, `the response has no "items"`)
	}
	return p, nil
}

// wireObject is the wire form of an object T.
type wireObject[T any] interface {
	domain() T
	key() string // the ID, which identifies repeated items
	gone() bool  // whether the object is deleted but still listed
}

// pages yields all objects of a list, each once. Pages of custom templates repeat items, and so can
// the pages of other lists if objects are created or deleted between two requests. Lists should be
// ordered by age, so that new objects come last. If the list cannot be read to its end, the
// sequence ends with an error, because an object that a list does not contain can be taken for
// gone.
func pages[A wireObject[T], T any](ctx context.Context, c *client, l listing) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		fail := func(message string) { yield(none, noService(l.op, l.path, message)) }
		l.query.Set("limit", strconv.Itoa(pageSize))
		seen, cursors := map[string]bool{}, map[wire.Text]bool{}
		var size transport.ListSize
		for stale := 0; ; {
			if problem := size.Next(l.query.Get("after")); problem != "" {
				fail(problem)
				return
			}
			p, err := readPage[A](ctx, c, l, &size)
			if err != nil {
				yield(none, err)
				return
			}
			before := len(seen)
			for _, a := range p.Items.Value {
				if key := a.key(); key != "" && !seen[key] && !a.gone() {
					seen[key] = true
					if !yield(a.domain(), nil) {
						return
					}
				}
			}
			if stale++; len(seen) > before {
				stale = 0
			}
			switch {
			case !bool(p.HasMore):
				return
			case p.NextPage == "":
				fail(fmt.Sprintf("the list breaks off after %d items: it says that there are more, and not where", len(seen)))
				return
			case cursors[p.NextPage], stale >= maxStale:
				fail(fmt.Sprintf("the list goes in circles after %d items", len(seen)))
				return
			}
			cursors[p.NextPage] = true
			l.query.Set("after", string(p.NextPage))
		}
	}
}

// list returns the objects of a list that match f. Paperspace itself matches parts of names.
func list[A wireObject[T], T paperspace.Gettable](ctx context.Context, c *client, l listing, f paperspace.Filter) ([]T, error) {
	var all []T
	for t, err := range pages[A, T](ctx, c, l) {
		if err != nil {
			return nil, err
		}
		if f.Match(t.Get) {
			all = append(all, t)
		}
	}
	return all, nil
}

// byAge returns a query that orders a list by creation date, the oldest first.
func byAge() url.Values { return url.Values{"orderBy": {"dtCreated"}, "order": {"asc"}} }

// narrowed adds to q those filters of f that the list supports, which are the keys of names.
func narrowed(q url.Values, f paperspace.Filter, names map[paperspace.Field]string) url.Values {
	for field, name := range names {
		value, wanted := f[field]
		if !wanted || value == paperspace.Null {
			continue
		}
		q.Set(name, paperspace.Spelling(field, value))
	}
	return q
}
