package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
)

// writeFacts returns the facts that need objects that the probe creates. Some use what
// earlier facts have created or changed, so the order matters.
func writeFacts() []fact {
	return writing(scriptFacts(), driveFacts(), machineFacts(), settingFacts(), addressFacts(), changeFacts(), copyFacts())
}

func writing(groups ...[]fact) []fact {
	facts := slices.Concat(groups...)
	for i := range facts {
		facts[i].writes = true
	}
	return facts
}

// scriptFacts use scripts, which are not billed.
func scriptFacts() []fact {
	return []fact{
		{
			name: "unknown-body-key", documented: claim{"schemas are closed", openapi}, observed: claim{"samples have an extra id", reference},
			probe: func(ctx context.Context, s *service) seen {
				body := s.script("body-key")
				body["tfacc"] = true
				_, r := s.create(ctx, scripts, body)
				return ruling(r)
			},
			fake: []setting{{answer: rejected}},
		},
		{
			name: "missing-body-key", documented: claim{"name and script are required", openapi},
			probe: func(ctx context.Context, s *service) seen {
				_, r := s.create(ctx, scripts, map[string]any{"name": s.prefix + "no-text"})
				return ruling(r)
			},
			fake: []setting{{answer: rejected}},
		},
		{
			name: "name-with-spaces", documented: claim{"not stated", openapi},
			probe: func(ctx context.Context, s *service) seen {
				body := s.script("spaces ")
				want := " " + s.prefix + "spaces "
				body["name"] = want
				_, r := s.create(ctx, scripts, body)
				switch name := text(r.data(), "name"); {
				case !r.ok():
					return ruling(r)
				case name == want:
					return said("kept")
				case name == strings.TrimSpace(want):
					return said("trimmed")
				}
				return said("changed in another way")
			},
			fake: []setting{{answer: "kept"}},
		},
		{
			name: "date-of-create", documented: claim{"not stated", openapi},
			probe: func(ctx context.Context, s *service) seen {
				_, r := s.create(ctx, scripts, s.script("date"))
				created, ok := createdAt(r.data())
				switch {
				case !r.ok():
					return ruling(r)
				case !ok || r.date.IsZero():
					return said("no Date or no dtCreated")
				case created.Sub(r.date).Abs() <= tolerance:
					return said("dtCreated and Date agree")
				case created.Before(r.date):
					return seen{"dtCreated is before Date", "by " + roughly(created.Sub(r.date))}
				}
				return seen{"dtCreated is after Date", "by " + roughly(created.Sub(r.date))}
			},
			fake: []setting{{answer: "dtCreated and Date agree"}},
		},
		{
			name: "list-after-create", documented: claim{"not stated", openapi},
			probe: func(ctx context.Context, s *service) seen {
				id, r := s.create(ctx, scripts, s.script("listed"))
				if !r.ok() {
					return ruling(r)
				}
				began, polls := time.Now(), 0
				if !s.pollUntil(ctx, 5*time.Minute, func() bool {
					polls++
					return contains(s.get(ctx, "/startup-scripts?limit=50").items(), id)
				}) {
					return said("not listed for 5 minutes")
				}
				if polls == 1 {
					return said("immediately")
				}
				return seen{"later", "after " + roughly(time.Since(began))}
			},
			fake: []setting{{answer: "immediately"}},
		},
		{
			name: "page-after-create", documented: claim{"after is a cursor", openapi},
			probe: probeShift,
			fake:  []setting{{"goes on after the last item", "V1.OffsetCursors", false}, {"repeats an item", "V1.OffsetCursors", true}},
		},
		{
			name: "deleted-script", observed: claim{"can be read for a while", metaphysic},
			probe: func(ctx context.Context, s *service) seen {
				id, r := s.create(ctx, scripts, s.script("deleted"))
				if !r.ok() {
					return ruling(r)
				}
				return s.afterDelete(ctx, scripts, id)
			},
			fake: []setting{{"gone", "V1.LingerScripts", false}, {"shown with dtDeleted", "V1.LingerScripts", true}},
		},
		{
			name: "unknown-address", documented: claim{"an error", openapi},
			probe: func(ctx context.Context, s *service) seen {
				return said(s.send(ctx, http.MethodDelete, "/public-ips/203.0.113.1", nil).verdict())
			},
			fake: []setting{{answer: notFound}},
		},
	}
}

func contains(items []any, id string) bool {
	return slices.ContainsFunc(items, func(item any) bool { return text(item, "id") == id })
}

// probeShift creates a script between two pages. If cursors count items, the second page then
// repeats an item. The pauses give the scripts different dates, by which they are sorted.
func probeShift(ctx context.Context, s *service) seen {
	_ = wait(ctx, s.poll)
	_, r := s.create(ctx, scripts, s.script("page-1"))
	if !r.ok() {
		return ruling(r)
	}
	first := s.get(ctx, "/startup-scripts?limit=1")
	next := text(first.body, "nextPage")
	if next == "" || len(first.items()) == 0 {
		return not("one page only")
	}
	_ = wait(ctx, s.poll)
	if _, r = s.create(ctx, scripts, s.script("page-2")); !r.ok() {
		return ruling(r)
	}
	second := s.get(ctx, "/startup-scripts?limit=1&after="+next)
	if !second.ok() {
		return said(second.verdict())
	}
	if contains(second.items(), text(first.items()[0], "id")) {
		return said("repeats an item")
	}
	return said("goes on after the last item")
}

// afterDelete deletes an object and then reads it.
func (s *service) afterDelete(ctx context.Context, k kind, id string) seen {
	if r := s.send(ctx, http.MethodDelete, k.path+"/"+id, nil); r.err != nil || r.status >= 400 {
		return ruling(r)
	}
	r := s.get(ctx, k.path+"/"+id)
	deleted, _ := field(r.body, "dtDeleted")
	switch {
	case r.gone():
		return seen{"gone", r.verdict()}
	case !r.ok():
		return said(r.verdict())
	case deleted != nil:
		return said("shown with dtDeleted")
	}
	return said("shown without dtDeleted")
}

// driveFacts use another network than the machines, because they might delete it.
func driveFacts() []fact {
	return []fact{
		{
			name: "mount-point-of-new-drive", documented: claim{"text", openapi},
			probe: func(ctx context.Context, s *service) seen {
				network, r := s.create(ctx, networks, map[string]any{"name": s.prefix + "drive", "region": regionOfProbes})
				if !r.ok() {
					return ruling(r)
				}
				_, r = s.create(ctx, drives, map[string]any{"name": s.prefix + "drive", "size": 250, "region": regionOfProbes, "networkId": network})
				switch {
				case !r.ok():
					return ruling(r)
				case text(r.data(), "mountPoint") == "":
					return said("empty at first")
				}
				return said("present immediately")
			},
			fake: []setting{{"present immediately", "V1.LateMounts", false}, {"empty at first", "V1.LateMounts", true}},
		},
		{
			name: "network-with-drive", documented: claim{"an empty network can be deleted", product},
			probe: func(ctx context.Context, s *service) seen {
				for _, o := range s.bench.made {
					if o.kind == drives {
						network := text(s.get(ctx, "/shared-drives/"+o.id).body, "networkId")
						return ruling(s.send(ctx, http.MethodDelete, "/private-networks/"+network, nil))
					}
				}
				return not("no drive")
			},
			fake: []setting{{rejected, "V1.KeepDriveNetworks", true}, {accepted, "V1.KeepDriveNetworks", false}},
		},
	}
}

// endFacts come last, because they destroy what the others need.
func endFacts() []fact {
	return writing([]fact{
		{
			name: "deleted-template", documented: claim{"the response has dtDeleted", openapi},
			probe: func(ctx context.Context, s *service) seen {
				i := slices.IndexFunc(s.bench.made, func(o object) bool { return o.kind == templates })
				if i < 0 {
					return not("no template")
				}
				return s.afterDelete(ctx, templates, s.bench.made[i].id)
			},
			fake: []setting{{"gone", "V1.LingerTemplates", false}, {"shown with dtDeleted", "V1.LingerTemplates", true}},
		},
		{
			name: "deleted-machine", documented: claim{"dtDeleted can be null", openapi}, observed: claim{"shown for up to 5 minutes", metaphysic},
			probe: func(ctx context.Context, s *service) seen {
				if s.bench.running == "" {
					return not("no machine")
				}
				return s.afterDelete(ctx, machines, s.bench.running)
			},
			fake: []setting{{"shown without dtDeleted", "V1.DatesDeleted", false}, {"shown with dtDeleted", "V1.DatesDeleted", true}},
		},
		{
			name: "network-of-leaving-machine", documented: claim{"an empty network can be deleted", product},
			probe: func(ctx context.Context, s *service) seen {
				if s.bench.off == "" {
					return not("no machine")
				}
				if r := s.send(ctx, http.MethodDelete, "/machines/"+s.bench.off, nil); !r.ok() {
					return not("the machine was not deleted")
				}
				return ruling(s.send(ctx, http.MethodDelete, "/private-networks/"+s.bench.network, nil))
			},
			fake: []setting{{accepted, "V1.KeepNetworks", false}, {rejected, "V1.KeepNetworks", true}},
		},
		{
			name: "address-of-gone-machine", documented: claim{"remains until it is deleted", product}, observed: claim{"stays without a machine", cloudypad},
			probe: probeKeptAddress,
			fake:  []setting{{answer: "stays without a machine"}},
		},
	})
}

func probeKeptAddress(ctx context.Context, s *service) seen {
	i := slices.IndexFunc(s.bench.made, func(o object) bool { return o.kind == addresses })
	if i < 0 || s.bench.off == "" {
		return not("no address")
	}
	if !s.pollUntil(ctx, waitFor, func() bool { return s.get(ctx, "/machines/"+s.bench.off).gone() }) {
		return not("the machine is not gone")
	}
	all, r := s.listAll(ctx, addresses.path)
	if !r.ok() {
		return said(r.verdict())
	}
	for _, item := range all {
		if text(item, "ip") == s.bench.made[i].id {
			if machine, _ := field(item, "assignedMachineId"); machine != nil {
				return said("stays with the machine's ID")
			}
			return said("stays without a machine")
		}
	}
	return said("is released")
}
