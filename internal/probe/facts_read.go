package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// kind is a kind of object.
type kind struct {
	noun, path, prefix string // IDs begin with prefix
}

var (
	machines  = kind{"machine", "/machines", "ps"}
	snapshots = kind{"snapshot", "/snapshots", "sl"}
	templates = kind{"template", "/custom-templates", "t"}
	addresses = kind{"address", "/public-ips", ""}
	drives    = kind{"drive", "/shared-drives", "sd"}
	networks  = kind{"network", "/private-networks", "n"}
	scripts   = kind{"script", "/startup-scripts", "sc"}
)

// unknownID returns an ID that no object has.
func (k kind) unknownID() string { return k.prefix + "0" + strings.ToLower(rand.Text()[:12]) }

const notFound, nullFound = "404 NOT_FOUND", "200 null"

// unknown returns a fact about the response to a read of an object that does not exist.
func unknown(k kind, documented, observed claim, fake ...setting) fact {
	return fact{
		name: "unknown-" + k.noun, documented: documented, observed: observed, fake: fake,
		probe: func(ctx context.Context, s *service) seen {
			return said(s.get(ctx, k.path+"/"+k.unknownID()).verdict())
		},
	}
}

var (
	always404 = setting{answer: notFound}
	nulls     = []setting{{notFound, "V1.NullUnknown", false}, {nullFound, "V1.NullUnknown", true}}
)

// readFacts returns the facts that GET requests settle.
func readFacts() []fact {
	facts := []fact{
		unknown(machines, claim{"an error", openapi}, claim{"404", metaphysic}, always404),
		unknown(networks, claim{"the object or null", openapi}, claim{nullFound, metaphysic}, setting{answer: nullFound}),
		unknown(snapshots, claim{"an error", openapi}, claim{}, nulls...),
		unknown(templates, claim{"an error", openapi}, claim{}, nulls...),
		unknown(drives, claim{"an error", openapi}, claim{}, nulls...),
		unknown(scripts, claim{"an error", openapi}, claim{"404", metaphysic}, always404),
		{
			name: "one-address", documented: claim{"no such request", openapi}, observed: claim{"clients read the list", cloudypad},
			// The address is in a block that is reserved for documentation, so no account has it.
			probe: verdictOf("/public-ips/203.0.113.1"),
			fake:  []setting{{answer: "405 METHOD_NOT_SUPPORTED"}},
		},
		{
			name: "bad-key", documented: claim{"401", cli}, observed: claim{"401 with a message only", skypilot},
			probe: func(ctx context.Context, s *service) seen {
				r := s.once(ctx, http.MethodGet, "/machines", nil, "tfacc-"+rand.Text())
				return seen{r.keys(), r.verdict()}
			},
			fake: []setting{{"code, message", "V1.BareUnauthorized", false}, {"message", "V1.BareUnauthorized", true}},
		},
		{
			name: "bad-key-session", documented: claim{nullFound, openapi}, observed: claim{nullFound, cloudypad},
			probe: func(ctx context.Context, s *service) seen {
				return said(s.once(ctx, http.MethodGet, "/auth/session", nil, "tfacc-"+rand.Text()).verdict())
			},
			fake: []setting{{answer: nullFound}},
		},
		{
			name: "error-body", documented: claim{"code, message, and details", openapi}, observed: claim{"issues instead of details", cli},
			probe: func(ctx context.Context, s *service) seen {
				r := s.get(ctx, "/startup-scripts?orderBy=tfacc")
				if r.err == nil && r.status < 400 {
					return not("an unknown order is accepted")
				}
				return seen{r.keys(), r.verdict()}
			},
			fake: []setting{{"code, details, message", "V1.IssueErrors", false}, {"code, issues, message", "V1.IssueErrors", true}},
		},
		{
			name: "unknown-query-key", documented: claim{"parameters are listed", openapi},
			probe: verdictOf("/startup-scripts?limit=1&tfacc=1"),
			fake:  []setting{{answer: "200"}},
		},
		{
			name:  "trailing-slash",
			probe: verdictOf("/startup-scripts/"),
			fake:  []setting{{answer: "200"}},
		},
		{
			name: "account-standing", documented: claim{"no such path", openapi}, observed: claim{"200", cli},
			probe: func(ctx context.Context, s *service) seen {
				r := s.get(ctx, "/billing/account-standing")
				return seen{answer: r.verdict(), detail: r.keys()}
			},
			fake: []setting{{answer: "200"}},
		},
		{
			name: "availability", documented: claim{"200 for each type and region", openapi}, observed: claim{"absent from its types", cli},
			probe: verdictOf("/machine-availability?machineType=C5&region=ny2"),
			fake:  []setting{{"200", "V1.NoAvailability", false}, {notFound, "V1.NoAvailability", true}},
		},
		{
			name: "availability-of-unknown-type", documented: claim{"not stated", openapi},
			probe: verdictOf("/machine-availability?machineType=TFACC1&region=ny2"),
			fake:  []setting{{"200", "V1.StrictPlaces", false}, {"400 BAD_REQUEST", "V1.StrictPlaces", true}},
		},
		{
			name: "date", documented: claim{"dates are UTC", openapi},
			probe: probeDate,
			fake:  []setting{{answer: dateAgrees}},
		},
	}
	return append(append(facts, pageFacts()...), formFacts()...)
}

// verdictOf returns a probe that sends a GET request and returns its verdict.
func verdictOf(path string) func(context.Context, *service) seen {
	return func(ctx context.Context, s *service) seen { return said(s.get(ctx, path).verdict()) }
}

const (
	dateAgrees = "no object is newer than Date"
	tolerance  = 5 * time.Second // Date has whole seconds
)

// probeDate compares dtCreated of the newest object with the Date header, which can only show
// that dtCreated is ahead. Whether it is behind is settled by date-of-create.
func probeDate(ctx context.Context, s *service) seen {
	var newest time.Time
	var date time.Time
	for _, k := range []kind{machines, scripts, networks, templates, drives, addresses} {
		r := s.get(ctx, k.path+"?limit=1")
		if !r.ok() {
			return seen{noResponse, k.noun}
		}
		for _, item := range r.items() {
			if created, ok := createdAt(item); ok && created.After(newest) {
				newest, date = created, r.date
			}
		}
	}
	switch {
	case newest.IsZero():
		return not("the account has no objects")
	case date.IsZero():
		return said("no Date header")
	case newest.After(date.Add(tolerance)):
		return seen{"an object is newer than Date", "by " + roughly(newest.Sub(date))}
	}
	return said(dateAgrees)
}

func createdAt(item any) (time.Time, bool) {
	created, err := time.Parse(time.RFC3339, text(item, "dtCreated"))
	return created, err == nil
}

// roughly returns the magnitude of a duration, which does not identify an object.
func roughly(d time.Duration) string {
	switch d = d.Abs(); {
	case d <= tolerance:
		return "at most 5 seconds"
	case d <= time.Minute:
		return "less than a minute"
	case d <= time.Hour:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	}
	return fmt.Sprintf("%d hours", int(d.Hours()))
}
