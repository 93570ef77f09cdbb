package psfake

import (
	"net/http"
	"net/url"
	"strconv"
	"time"
)

func (c *core) missing(parameter string) answer {
	return c.fail(http.StatusBadRequest, "Missing required parameter: "+parameter)
}

// show answers for one machine. The body without an id is what one client met
// instead of a 404.
func (c *core) show(r coreRequest, _ outcome) answer {
	id := r.URL.Query().Get("machineId")
	if id == "" {
		return c.missing("machineId")
	}
	m, ok := r.machines.getAt(id, r.at)
	if !ok {
		if c.world.dialect.Observed {
			return c.json(http.StatusOK, object{})
		}
		return c.fail(http.StatusNotFound, "Machine not found")
	}
	o := c.machine(m)
	o.add("events", c.events(m))
	return c.json(http.StatusOK, o)
}

// machineFilters are those that list knows. All others are ignored,
// id among them.
var machineFilters = []string{
	"name", "os", "ram", "cpus", "gpu", "storageTotal", "storageUsed", "usageRate", "shutdownTimeoutInHours",
	"performAutoSnapshot", "autoSnapshotFrequency", "autoSnapshotSaveCount", "agentType", "dtCreated", "state",
	"updatesPending", "networkId", "privateIpAddress", "publicIpAddress", "region", "scriptId", "dtLastRun",
}

func (c *core) listMachines(r coreRequest, _ outcome) answer {
	query := r.filters()
	out := []object{}
	for i, h := range r.machines.order {
		m, ok := h.at(r.at)
		if !ok || m.Unlisted || r.machines.hides(h) {
			continue
		}
		if query.Has("machineId") && query.Get("machineId") != m.ID {
			continue
		}
		o := c.machine(m)
		// The owner matches whether it is shown or not.
		owner := object{{"userId", m.UserID}, {"teamId", m.TeamID}}
		if !pass(query, owner, "userId", "teamId") || !pass(query, o, machineFilters...) {
			continue
		}
		if c.world.dialect.LateKeys {
			o.add("internalId", 100001+i)
		}
		out = append(out, o)
	}
	return c.json(http.StatusOK, page(query, c.world.dialect.Page, out))
}

// pass reports whether an object matches the filters that are asked for. The text
// null matches null, and what an object lacks is null.
func pass(query url.Values, o object, filters ...string) bool {
	for _, key := range filters {
		if !query.Has(key) {
			continue
		}
		value := o.get(key)
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
			if want != string(encode(value)) {
				return false
			}
		}
	}
	return true
}

// page cuts a list by limit and skip, where the dialect knows them.
func page(query url.Values, most int, all []object) []object {
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

// availability answers for dedicated GPU types. A plus sign that was not
// escaped arrives as a space and names no type.
func (c *core) availability(r coreRequest, _ outcome) answer {
	query := r.URL.Query()
	region, machineType := query.Get("region"), query.Get("machineType")
	switch {
	case region == "":
		return c.missing("region")
	case machineType == "":
		return c.missing("machineType")
	case !isRegion(region):
		return c.fail(http.StatusBadRequest, "Unknown region")
	}
	available, known := r.availability(region, machineType)
	if !known {
		return c.fail(http.StatusBadRequest, "Availability is only provided for the dedicated GPU machine types")
	}
	return c.json(http.StatusOK, object{{"available", available}})
}

func (c *core) utilization(r coreRequest, _ outcome) answer {
	query := r.URL.Query()
	id, month := query.Get("machineId"), query.Get("billingMonth")
	if id == "" {
		return c.missing("machineId")
	}
	if month == "" {
		return c.missing("billingMonth")
	}
	begin, err := time.Parse("2006-01", month)
	if err != nil {
		return c.fail(http.StatusBadRequest, "billingMonth must have the form YYYY-MM")
	}
	m, ok := r.machines.getAt(id, r.at)
	if !ok {
		return c.fail(http.StatusNotFound, "Machine not found")
	}
	bill := Span{begin, begin.AddDate(0, 1, 0)}
	used := 0.0
	for _, run := range m.Runs {
		used += bill.overlap(run, r.at)
	}
	stored := bill.overlap(Span{Begin: m.Created}, r.at)

	o := object{{"machineId", id}}
	part := func(key string, seconds float64, rateKey, rate string) {
		if seconds == 0 && c.world.dialect.Observed {
			return
		}
		o.add(key, object{{"machineId", id}, {"secondsUsed", seconds}, {rateKey, c.numeric(rate)}, {"billingMonth", month}})
	}
	part("utilization", used, "hourlyRate", "0.40")
	part("storageUtilization", stored, "monthlyRate", "7.00")
	return c.json(http.StatusOK, o)
}

// overlap returns how many seconds of other, as far as it has passed at now,
// lie within s.
func (s Span) overlap(other Span, now time.Time) float64 {
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
