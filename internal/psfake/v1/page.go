package psfake

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const mostItems = 120

// listing is how the v1 door lists things of one kind.
type listing[T any] struct {
	id     func(T) string
	render func(T) object
	by     string // the default of orderBy
	orders map[string]func(T) string
}

// answer renders the page that a query asks for. Lists go downwards unless
// asked otherwise.
func (l listing[T]) answer(d *v1, r v1Request, all []T) answer {
	by := cmp.Or(r.first("orderBy"), l.by)
	key, ok := l.orders[by]
	if !ok {
		return d.fail(http.StatusBadRequest, "Unknown orderBy: "+by)
	}
	sign := -1
	switch r.first("order") {
	case "", "desc":
	case "asc":
		sign = 1
	default:
		return d.fail(http.StatusBadRequest, "order must be asc or desc")
	}
	limit := cmp.Or(d.dialect().PageSize, mostItems)
	if r.has("limit") {
		n, err := strconv.Atoi(r.first("limit"))
		if err != nil || n < 1 || n > mostItems {
			return d.fail(http.StatusBadRequest, "limit must be between 1 and 120")
		}
		limit = n
	}

	rows := make([]row, len(all))
	for i, v := range all {
		rows[i] = row{key(v), l.id(v), i}
	}
	slices.SortFunc(rows, func(a, b row) int { return sign * a.compare(b) })
	begin, ok := skipTo(rows, r.first("after"), sign)
	if !ok {
		return d.fail(http.StatusBadRequest, "Invalid cursor")
	}
	end := min(begin+limit, len(rows))
	items := []object{}
	for _, row := range rows[begin:end] {
		items = append(items, l.render(all[row.index]))
	}
	o := object{{"hasMore", end < len(rows)}, {"items", items}}
	switch {
	case end == len(rows) && !d.dialect().OmitNextPage:
		o.add("nextPage", nil)
	case end == len(rows):
	case d.dialect().OffsetCursors:
		o.add("nextPage", cursor(offsetMark, strconv.Itoa(end)))
	default:
		o.add("nextPage", cursor(rows[end-1].key, rows[end-1].id))
	}
	return d.json(o)
}

// row is where an item is, with what it is sorted by.
type row struct {
	key, id string
	index   int
}

func (a row) compare(b row) int {
	return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.id, b.id))
}

// A cursor holds a key and an id, or in the key's place a mark that the rest is
// an offset.
const offsetMark = "\x00"

func cursor(key, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(key + "\x01" + id))
}

// skipTo returns the index of the first row after a cursor. The row it names
// may be gone by now.
func skipTo(rows []row, after string, sign int) (int, bool) {
	if after == "" {
		return 0, true
	}
	decoded, err := base64.RawURLEncoding.DecodeString(after)
	key, id, ok := strings.Cut(string(decoded), "\x01")
	if err != nil || !ok {
		return 0, false
	}
	if key == offsetMark {
		n, err := strconv.Atoi(id)
		return min(max(n, 0), len(rows)), err == nil
	}
	last := row{key: key, id: id}
	for i, row := range rows {
		if sign*row.compare(last) > 0 {
			return i, true
		}
	}
	return len(rows), true
}

// nameMatches is the filter that most lists have.
func (d *v1) nameMatches(r v1Request, name string) bool {
	if d.dialect().SubstringNames {
		return strings.Contains(name, r.first("name"))
	}
	return r.passes("name", name)
}

// regionMatches takes a code or a name.
func regionMatches(r v1Request, region string) bool {
	if !r.has("region") {
		return true
	}
	want, _ := regionOf(r.first("region"))
	return want == region
}
