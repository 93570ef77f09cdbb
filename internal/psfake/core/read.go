package fakecore

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

func (r request) missing(parameter string) psfake.Response {
	return r.fail(http.StatusBadRequest, "Missing required parameter: "+parameter)
}

// show responds with one machine. For an unknown machine, the observed behavior is what one client received instead of
// a 404: a body without an ID.
func (r request) show() psfake.Response {
	id := r.URL.Query().Get("machineId")
	if id == "" {
		return r.missing("machineId")
	}
	m, ok := r.Machines().Get(id)
	if !ok {
		if r.Behavior().Observed {
			return respond(http.StatusOK, wire.Object{})
		}
		return r.fail(http.StatusNotFound, "Machine not found")
	}
	o := r.machine(m)
	o.Add("events", r.events(m))
	return respond(http.StatusOK, o)
}

// machineFilters are the filters that the list supports. It ignores all others, including that by ID.
var machineFilters = []string{
	"name", "os", "ram", "cpus", "gpu", "storageTotal", "storageUsed", "usageRate", "shutdownTimeoutInHours",
	"performAutoSnapshot", "autoSnapshotFrequency", "autoSnapshotSaveCount", "agentType", "dtCreated", "state",
	"updatesPending", "networkId", "privateIpAddress", "publicIpAddress", "region", "scriptId", "dtLastRun",
}

func (r request) listMachines() psfake.Response {
	query := r.filters()
	out := []wire.Object{}
	for i, m := range r.Machines().All() {
		if m.Unlisted {
			continue
		}
		if query.Has("machineId") && query.Get("machineId") != m.ID {
			continue
		}
		o := r.machine(m)
		// A filter by owner works even if the response omits the owner.
		owner := wire.Object{{"userId", m.UserID}, {"teamId", m.TeamID}}
		if !pass(query, owner, "userId", "teamId") || !pass(query, o, machineFilters...) {
			continue
		}
		if r.Behavior().LateKeys {
			o.Add("internalId", 100001+i)
		}
		out = append(out, o)
	}
	return respond(http.StatusOK, page(query, r.Behavior().Page, out))
}

// pass reports whether an object matches the filters of a request. The text null matches null and absent keys.
func pass(query url.Values, o wire.Object, filters ...string) bool {
	for _, key := range filters {
		if !query.Has(key) {
			continue
		}
		value := o.Get(key)
		want := query.Get(key)
		switch value := value.(type) {
		case nil:
			if want != "null" {
				return false
			}
		case string:
			if want != value {
				return false
			}
		default:
			if want != string(wire.Encode(value)) {
				return false
			}
		}
	}
	return true
}

// page applies limit and skip, if the behavior supports them.
func page(query url.Values, most int, all []wire.Object) []wire.Object {
	if most <= 0 {
		return all
	}
	limit := most
	if n, err := strconv.Atoi(query.Get("limit")); err == nil && n > 0 {
		limit = min(n, most)
	}
	skip := 0
	if n, err := strconv.Atoi(query.Get("skip")); err == nil && n > 0 {
		skip = min(n, len(all))
	}
	return all[skip:min(skip+limit, len(all))]
}

// availability rejects types without a dedicated GPU. It also rejects "GPU+" if the plus sign is not escaped, because
// that is decoded as a space.
func (r request) availability() psfake.Response {
	query := r.URL.Query()
	region, machineType := query.Get("region"), query.Get("machineType")
	switch {
	case region == "":
		return r.missing("region")
	case machineType == "":
		return r.missing("machineType")
	case !psfake.IsRegion(region):
		return r.fail(http.StatusBadRequest, "Unknown region")
	}
	available, known := r.Availability(region, machineType)
	if !known {
		return r.fail(http.StatusBadRequest, "Availability is only provided for the dedicated GPU machine types")
	}
	return respond(http.StatusOK, wire.Object{{"available", available}})
}

func (r request) utilization() psfake.Response {
	query := r.URL.Query()
	id, month := query.Get("machineId"), query.Get("billingMonth")
	if id == "" {
		return r.missing("machineId")
	}
	if month == "" {
		return r.missing("billingMonth")
	}
	begin, err := time.Parse("2006-01", month)
	if err != nil {
		return r.fail(http.StatusBadRequest, "billingMonth must have the form YYYY-MM")
	}
	m, ok := r.Machines().Get(id)
	if !ok {
		return r.fail(http.StatusNotFound, "Machine not found")
	}
	bill := psfake.Span{Begin: begin, End: begin.AddDate(0, 1, 0)}
	used := 0.0
	for _, run := range m.Runs {
		used += overlap(bill, run, r.At())
	}
	stored := overlap(bill, psfake.Span{Begin: m.Created}, r.At())

	o := wire.Object{{"machineId", id}}
	part := func(key string, seconds float64, rateKey, rate string) {
		if seconds == 0 && r.Behavior().Observed {
			return
		}
		o.Add(key, wire.Object{{"machineId", id}, {"secondsUsed", seconds}, {rateKey, r.numeric(rate)}, {"billingMonth", month}})
	}
	part("utilization", used, "hourlyRate", "0.40")
	part("storageUtilization", stored, "monthlyRate", "7.00")
	return respond(http.StatusOK, o)
}

// overlap returns how many seconds of other, up to now, are within s.
func overlap(s, other psfake.Span, now time.Time) float64 {
	begin, end := other.Begin, other.End
	if end.IsZero() || end.After(now) {
		end = now
	}
	if begin.Before(s.Begin) {
		begin = s.Begin
	}
	if end.After(s.End) {
		end = s.End
	}
	return max(0, end.Sub(begin).Seconds())
}
