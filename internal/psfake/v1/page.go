package fakev1

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

const mostItems = 120

// listing describes how lists of one kind of object are rendered and sorted.
type listing[T any] struct {
	id     func(T) string
	render func(T) wire.Object
	by     string // the default of orderBy
	orders map[string]func(T) string
}

// page renders the page that a query requests. The default order is descending.
func (l listing[T]) page(r request, all []T) psfake.Response {
	by := cmp.Or(r.first("orderBy"), l.by)
	key, ok := l.orders[by]
	if !ok {
		return r.fail(http.StatusBadRequest, "Unknown orderBy: "+by)
	}
	sign := -1
	switch r.first("order") {
	case "", "desc":
	case "asc":
		sign = 1
	default:
		return r.fail(http.StatusBadRequest, "order must be asc or desc")
	}
	limit := cmp.Or(r.Behavior().V1.PageSize, mostItems)
	if r.has("limit") {
		n, err := strconv.Atoi(r.first("limit"))
		if err != nil || n < 1 || n > mostItems {
			return r.fail(http.StatusBadRequest, "limit must be between 1 and 120")
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
		return r.fail(http.StatusBadRequest, "Invalid cursor")
	}
	end := min(begin+limit, len(rows))
	items := []wire.Object{}
	for _, row := range rows[begin:end] {
		items = append(items, l.render(all[row.index]))
	}
	o := wire.Object{{"hasMore", end < len(rows)}, {"items", items}}
	switch {
	case end == len(rows) && !r.Behavior().V1.OmitNextPage:
		o.Add("nextPage", nil)
	case end == len(rows):
	case r.Behavior().V1.OffsetCursors:
		o.Add("nextPage", cursor(offsetMark, strconv.Itoa(end)))
	default:
		o.Add("nextPage", cursor(rows[end-1].key, rows[end-1].id))
	}
	return respond(o)
}

// row is an item of a list: what it is sorted by, and its index.
type row struct {
	key, id string
	index   int
}

func (a row) compare(b row) int {
	return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.id, b.id))
}

// A cursor contains the key and the ID of the last item. An offset cursor has offsetMark and the offset instead.
const offsetMark = "\x00"

func cursor(key, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(key + "\x01" + id))
}

// skipTo returns the index of the first row after a cursor. The row of the cursor might no longer exist.
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

// nameMatches reports whether a name passes the name filter of the query.
func (r request) nameMatches(name string) bool {
	if r.Behavior().V1.SubstringNames {
		return strings.Contains(name, r.first("name"))
	}
	return r.passes("name", name)
}

// regionMatches reports whether a region passes the region filter of the query, which can be a code or a name.
func (r request) regionMatches(region string) bool {
	if !r.has("region") {
		return true
	}
	want, _ := psfake.RegionOf(r.first("region"))
	return want == region
}
