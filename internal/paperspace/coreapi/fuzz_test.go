package coreapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// FuzzMachineResponse checks that every machine that can be decoded is normalized, and matches a
// filter by its own values.
func FuzzMachineResponse(f *testing.F) {
	for _, name := range []string{"machine_create.json", "machine_create_article.json", "machine_show.json", "machine_late.json"} {
		f.Add([]byte(golden(f, name)))
	}
	f.Add([]byte(`{"id": 1, "ram": 1.5e3, "cpus": null, "events": [null, {"name": null}], "dynamicPublicIp": "1"}`))
	f.Add([]byte(`{"ID": "ps1", "state": " READY ", "usageRate": "hourly", "storageTotal": "-1"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var a machineResponse
		if json.Unmarshal(body, &a) != nil {
			return
		}
		m := a.domain()
		if s := string(m.State); s != strings.ToLower(s) || s != strings.TrimSpace(s) {
			t.Errorf("state %q", s)
		}
		if m.BillingType != "" && m.BillingType != "hourly" && m.BillingType != "monthly" {
			t.Errorf("billing type %q", m.BillingType)
		}
		if (m.Events == nil) != (a.Events.Value == nil) || len(m.Events) != len(a.Events.Value) {
			t.Errorf("events %v became %v", a.Events.Value, m.Events)
		}
		for field := range machineFilters {
			value, known := m.Get(field)
			if !known {
				t.Errorf("%s is not known", field)
			}
			if value == "" {
				value = paperspace.Null
			}
			if value != paperspace.Null && !(paperspace.Filter{field: value}).Match(m.Get) {
				t.Errorf("%s = %q does not match itself", field, value)
			}
		}
		if gb, known := m.SizeGB(); known && gb < 0 {
			t.Errorf("a disk of %d GB", gb)
		}
		if diff := cmp.Diff(m, a.domain()); diff != "" {
			t.Errorf("reading it again differs: %s", diff)
		}
	})
}

// decoders are all methods that read a response. Each returns the IDs that it found.
var decoders = append([]decoder{
	{"show", "machine_show.json", func(ctx context.Context, api paperspace.API) ([]string, error) {
		m, err := api.Machines.Show(ctx, "ps123abc")
		return []string{m.ID}, err
	}},
	{"create", "machine_create.json", func(ctx context.Context, api paperspace.API) ([]string, error) {
		m, err := api.Machines.Create(ctx, paperspace.MachineCreate{Name: "web"})
		return []string{m.ID}, err
	}},
	{"script", "script_show.json", func(ctx context.Context, api paperspace.API) ([]string, error) {
		s, err := api.Scripts.Show(ctx, "sc123abc")
		return append(s.MachineIDs, s.ID), err
	}},
	{"script text", `"#!/bin/sh\necho \"hello\"\n"`, func(ctx context.Context, api paperspace.API) ([]string, error) {
		_, err := api.ScriptTexts.Text(ctx, "sc123abc")
		return nil, err
	}},
	{"utilization", "utilization.json", func(ctx context.Context, api paperspace.API) ([]string, error) {
		u, err := api.Utilizations.Utilization(ctx, "ps123abc", "2017-08")
		for _, half := range []*paperspace.Usage{u.Machine, u.Storage} {
			if half != nil && (math.IsNaN(half.Rate+half.SecondsUsed) || math.IsInf(half.Rate, 0) || math.IsInf(half.SecondsUsed, 0)) {
				return nil, fmt.Errorf("no number: %+v", half)
			}
		}
		return nil, err
	}},
	{"availability", "availability.json", func(ctx context.Context, api paperspace.API) ([]string, error) {
		_, err := api.Availability.Available(ctx, "ny2", "GPU+")
		return nil, err
	}},
	{"machines", "machine_list.json", lists["machines"]},
	{"templates", "template_list.json", lists["templates"]},
	{"networks", "network_list.json", lists["networks"]},
	{"users", "user_list.json", lists["users"]},
	{"scripts", `[{"id": "sc123abc", "isEnabled": "1"}]`, lists["scripts"]},
}, writes()...)

type decoder struct {
	name, seed string // seed is a response, or the name of a golden file
	call       func(context.Context, paperspace.API) ([]string, error)
}

// writes returns the methods that ignore the content of the response.
func writes() (all []decoder) {
	for _, name := range []string{"destroy", "restart", "start", "stop", "update"} {
		all = append(all, decoder{name, "machine_show.json", func(ctx context.Context, api paperspace.API) ([]string, error) {
			return nil, calls[name](ctx, api.Machines, "ps123abc")
		}})
	}
	return all
}

// FuzzResponses checks that every response is decoded to objects with printable IDs, or causes a
// *paperspace.Error that contains nothing that a terminal interprets.
func FuzzResponses(f *testing.F) {
	for i, d := range decoders {
		seed := d.seed
		if strings.HasSuffix(seed, ".json") {
			seed = golden(f, seed)
		}
		for _, body := range []string{seed, `null`, `[null]`, `{"id": {}}`, `{"ID": "ps123abc", "id": null}`, `"#!/bin/sh"`, `<html>`, "\uFEFF[]", ``} {
			f.Add(uint8(i), 200, []byte(body))
		}
		f.Add(uint8(i), 400, []byte(`{"error": {"status": 404, "message": "\u001b[2Jgone\u202e"}}`))
	}
	f.Fuzz(func(t *testing.T, which uint8, status int, body []byte) {
		d := decoders[int(which)%len(decoders)]
		status = 200 + (status&0x7fff)%400
		once := func() (ids []string, err error) {
			synctest.Test(t, func(t *testing.T) {
				_, api := scripted(t, reply{status: status, body: string(body)})
				// This is shorter than any pause, so a request that has to wait fails.
				ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
				defer cancel()
				ids, err = d.call(ctx, api)
			})
			return ids, err
		}
		ids, err := once()
		again, errAgain := once()
		if fmt.Sprint(ids) != fmt.Sprint(again) || !errors.Is(errAgain, kindOf(err)) {
			t.Errorf("%s: %v, %v and then %v, %v", d.name, ids, err, again, errAgain)
		}
		if err != nil {
			var e *paperspace.Error
			if !errors.As(err, &e) || e.Op == "" || e.Kind == nil {
				t.Errorf("%s: %#v", d.name, err)
			}
			if text := err.Error() + fmt.Sprint(e.Reasons); text != transport.Line(text) {
				t.Errorf("%s acts on the terminal: %q", d.name, text)
			}
			return
		}
		if status/100 != 2 {
			t.Errorf("%s: success with status %d", d.name, status)
		}
		for _, id := range ids {
			if id == "" || id != transport.Line(id) {
				t.Errorf("%s found the id %q", d.name, id)
			}
		}
	})
}

func kindOf(err error) error {
	var e *paperspace.Error
	errors.As(err, &e)
	if e == nil {
		return nil
	}
	return e.Kind
}

// FuzzPages checks that a list ends and contains each machine once, regardless of how it is divided
// into pages and what they repeat. In the input, each byte is a machine, and each line is a page.
// The server returns the last page again and again.
func FuzzPages(f *testing.F) {
	for _, pages := range []string{"", "ab\ncd\ne", "ab\nab", "ab\nba\ncd", "a\nb", "abcd\nef\n", "aa\nbb", "  \nab"} {
		f.Add(pages, uint8(2))
	}
	f.Fuzz(func(t *testing.T, pages string, size uint8) {
		s := &service{}
		for page := range strings.SplitSeq(pages, "\n") {
			machines := []string{}
			for _, c := range []byte(page) {
				machines = append(machines, fmt.Sprintf(`{"id": "%d"}`, c))
				if c == ' ' {
					machines[len(machines)-1] = "null"
				}
			}
			s.replies = append(s.replies, reply{body: "[" + strings.Join(machines, ",") + "]"})
		}
		api := paged(Options{Endpoint: &url.URL{Scheme: "http", Host: "127.0.0.1:1"}, Key: key, RoundTripper: s}, 1+int(size))
		got, err := lists["machines"](t.Context(), api)
		slices.Sort(got)
		if err != nil || len(slices.Compact(slices.Clone(got))) != len(got) || slices.Contains(got, "") {
			t.Errorf("got %v, %v", got, err)
		}
		if len(s.sent) > len(s.replies)+1 {
			t.Errorf("%d requests for %d pages", len(s.sent), len(s.replies))
		}
	})
}

func FuzzUsageRate(f *testing.F) {
	for _, rate := range []string{"Air monthly", "C1 Hourly", "GPU+ hourly", "hourly", " hourly", "", "a b c HOURLY ", "x\thourly", "ſ hourly"} {
		f.Add(rate)
	}
	f.Fuzz(func(t *testing.T, rate string) {
		machineType, billing := splitUsageRate(rate)
		switch billing {
		case "hourly", "monthly":
		case "":
			if machineType != "" {
				t.Errorf("%q: type %q without billing", rate, machineType)
			}
			return
		default:
			t.Errorf("%q: billing %q", rate, billing)
		}
		if machineType == "" || machineType != strings.TrimSpace(machineType) || !strings.Contains(rate, machineType) {
			t.Errorf("%q: type %q", rate, machineType)
		}
		if again, too := splitUsageRate(machineType + " " + billing); again != machineType || too != billing {
			t.Errorf("%q became %q and %q, and these %q and %q", rate, machineType, billing, again, too)
		}
	})
}

func FuzzProblem(f *testing.F) {
	for _, body := range []string{
		`{"error": {"name": "Error", "status": 404, "message": "Machine not found"}}`,
		`{"status": 400, "message": "Invalid API token"}`, `{"error": {"status": "5e2"}, "message": true}`,
		`{"error": [], "status": -1}`, `null`, ``, `[`, `<html>`, `{"error":{"error":{"error":{}}}}`,
	} {
		f.Add(400, []byte(body))
		f.Add(503, []byte(body))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		got := decodeProblem(status, nil, body)
		if got.Status != status && (got.Status < 400 || got.Status > 599) {
			t.Errorf("status %d became %d", status, got.Status)
		}
		if !got.Recognized && got.Message != "" {
			t.Errorf("not recognized, and yet it says %q", got.Message)
		}
		if got.Recognized && !json.Valid(body) {
			t.Errorf("recognized what is no JSON")
		}
	})
}
