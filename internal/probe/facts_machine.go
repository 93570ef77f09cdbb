package main

import (
	"context"
	"net/http"
	"strings"
)

// machineFacts are about the creation and the power state of machines.
func machineFacts() []fact {
	return []fact{
		{
			name: "default-public-ip", documented: claim{"not stated", openapi}, observed: claim{"the console proposes dynamic", product},
			probe: func(_ context.Context, s *service) seen {
				r := s.bench.created
				if !r.ok() {
					return ruling(r)
				}
				if kind := text(r.data(), "publicIpType"); keyName.MatchString(kind) {
					return said(kind)
				}
				return said("not shown")
			},
			fake: []setting{{"none", "V1.DefaultPublicIP", ""}, {"dynamic", "V1.DefaultPublicIP", "dynamic"}},
		},
		{
			name: "default-start", documented: claim{"machines start", reference},
			probe: func(ctx context.Context, s *service) seen {
				state := text(s.get(ctx, "/machines/"+s.bench.running).body, "state")
				if s.bench.running == "" || state != "ready" && state != "off" {
					return not("no machine that has settled")
				}
				return said(state)
			},
			fake: []setting{{"ready", "V1.CreateOff", false}, {"off", "V1.CreateOff", true}},
		},
		{
			name: "start-on-create-false", documented: claim{"not stated", openapi}, observed: claim{"provisioning, then off", metaphysic},
			probe: func(ctx context.Context, s *service) seen {
				if s.bench.off == "" {
					return not("no machine")
				}
				r := s.get(ctx, "/machine-events?limit=20&machineId="+s.bench.off)
				var events []string
				for _, e := range r.items() {
					events = append(events, text(e, "name")+" "+text(e, "state"))
				}
				return seen{strings.Join(s.bench.offFirst, ", "), "events: " + plain(strings.Join(events, ", "))}
			},
			fake: []setting{{answer: "provisioning, off"}},
		},
		{
			name: "start-of-ready", documented: claim{"not stated", openapi}, observed: claim{"clients skip it", metaphysic},
			probe: func(ctx context.Context, s *service) seen {
				id, ok := s.on(ctx)
				if !ok {
					return not("no machine that is on")
				}
				return ruling(s.send(ctx, http.MethodPatch, "/machines/"+id+"/start", map[string]any{}))
			},
			fake: []setting{{accepted, "V1.StrictPower", false}, {rejected, "V1.StrictPower", true}},
		},
		{
			name: "restart-of-ready", documented: claim{"not stated", openapi}, observed: claim{"shows ready at first", skypilot},
			probe: func(ctx context.Context, s *service) seen {
				id, ok := s.on(ctx)
				if !ok {
					return not("no machine that is on")
				}
				if r := s.send(ctx, http.MethodPatch, "/machines/"+id+"/restart", map[string]any{}); !r.ok() {
					return ruling(r)
				}
				state := text(s.get(ctx, "/machines/"+id).body, "state")
				s.pollUntil(ctx, waitFor, func() bool { // the event, because the state can lag
					e := s.get(ctx, "/machine-events?limit=1&machineId="+id).items()
					return len(e) == 0 || text(e[0], "state") == "done" || text(e[0], "state") == "error"
				})
				s.settle(ctx, id)
				return said(plain(state))
			},
			fake: []setting{{"restarting", "V1.RestartLag", false}, {"ready", "V1.RestartLag", true}},
		},
		{
			name: "rejected-by-state", documented: claim{"409 or 412", cli}, observed: claim{"status not recorded", skypilot},
			probe: func(ctx context.Context, s *service) seen {
				// The start is sent while the machine is stopping.
				id, ok := s.on(ctx)
				if !ok {
					return not("no machine that is on")
				}
				if r := s.send(ctx, http.MethodPatch, "/machines/"+id+"/stop", map[string]any{}); !r.ok() {
					return ruling(r)
				}
				r := s.send(ctx, http.MethodPatch, "/machines/"+id+"/start", map[string]any{})
				s.power(ctx, id, "stop", "off")
				return said(r.verdict())
			},
			fake: []setting{{"409 CONFLICT", "V1.RejectionStatus", 409}, {"412 PRECONDITION_FAILED", "V1.RejectionStatus", 412}},
		},
	}
}

// plain keeps only the characters of states and event names, so that the report contains
// no ID.
func plain(words string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r == ' ' || r == ',' || r == '-' {
			return r
		}
		return -1
	}, words)
}

// settingFacts change the settings of the machine that is off.
func settingFacts() []fact {
	// put updates the machine that is off.
	put := func(ctx context.Context, s *service, body map[string]any) response {
		return s.send(ctx, http.MethodPut, "/machines/"+s.bench.off, body)
	}
	type probe func(ctx context.Context, s *service) seen
	withMachine := func(f probe) probe {
		return func(ctx context.Context, s *service) seen {
			if s.bench.off == "" {
				return not("no machine")
			}
			return f(ctx, s)
		}
	}
	hours := func(ctx context.Context, s *service) (float64, bool) {
		v, _ := field(s.get(ctx, "/machines/"+s.bench.off).body, "autoShutdownTimeout")
		return number(v), v != nil
	}
	return []fact{
		{
			name: "settings-of-existing-machine", documented: claim{"not by the API", limits}, observed: claim{"works", metaphysic},
			probe: withMachine(func(ctx context.Context, s *service) seen {
				r := put(ctx, s, map[string]any{"autoShutdownEnabled": true, "autoShutdownTimeout": 24, "autoShutdownForce": false})
				if !r.ok() {
					return ruling(r)
				}
				if h, _ := hours(ctx, s); h != 24 {
					return said("accepted without effect")
				}
				return said("changed")
			}),
			fake: []setting{{answer: "changed"}},
		},
		{
			name: "timeout-while-enabled", documented: claim{"can be changed", openapi}, observed: claim{"unreliable", metaphysic},
			probe: withMachine(func(ctx context.Context, s *service) seen {
				if r := put(ctx, s, map[string]any{"autoShutdownTimeout": 8}); !r.ok() {
					return ruling(r)
				}
				if h, _ := hours(ctx, s); h != 8 {
					return said("accepted without effect")
				}
				return said("changed")
			}),
			fake: []setting{{"changed", "V1.StickyShutdown", false}, {"accepted without effect", "V1.StickyShutdown", true}},
		},
		{
			name: "timeout-after-disabling", documented: claim{"can be null", openapi},
			probe: withMachine(func(ctx context.Context, s *service) seen {
				if r := put(ctx, s, map[string]any{"autoShutdownEnabled": false}); !r.ok() {
					return ruling(r)
				}
				if _, shown := hours(ctx, s); shown {
					return said("shown as before")
				}
				return said("null")
			}),
			fake: []setting{{"null", "V1.KeepDetails", false}, {"shown as before", "V1.KeepDetails", true}},
		},
		{
			name: "timeout-while-disabled", documented: claim{"can be changed", openapi}, observed: claim{"a client rejects it", metaphysic},
			probe: withMachine(func(ctx context.Context, s *service) seen {
				return ruling(put(ctx, s, map[string]any{"autoShutdownTimeout": 8}))
			}),
			fake: []setting{{accepted, "V1.StrictDetails", false}, {rejected, "V1.StrictDetails", true}},
		},
		{
			name: "empty-update", documented: claim{"all keys are optional", openapi},
			probe: withMachine(func(ctx context.Context, s *service) seen { return ruling(put(ctx, s, map[string]any{})) }),
			fake:  []setting{{accepted, "V1.RejectEmpty", false}, {rejected, "V1.RejectEmpty", true}},
		},
		{
			name: "rejected-update", documented: claim{"not stated", openapi},
			probe: withMachine(func(ctx context.Context, s *service) seen {
				// A disk cannot become smaller, so the request is rejected as a whole or in part.
				name := s.prefix + "renamed"
				if r := put(ctx, s, map[string]any{"name": name, "diskSize": 20}); r.err != nil || r.status < 400 {
					return ruling(r)
				}
				if text(s.get(ctx, "/machines/"+s.bench.off).body, "name") == name {
					return said("applied in part")
				}
				return said("changes nothing")
			}),
			fake: []setting{{"changes nothing", "V1.PartialUpdate", false}, {"applied in part", "V1.PartialUpdate", true}},
		},
	}
}
