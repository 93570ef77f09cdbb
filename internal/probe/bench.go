package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
)

// bench records what the probes that write have created.
type bench struct {
	made []object // oldest first
	lost bool     // the response to a claim of an address was lost; an address has no name to find it by

	running, off string // the IDs of the machines, "" if there is none
	offFirst     []string
	created      response // to the create of running, which has neither startOnCreate nor publicIpType
	network      string   // the ID of the network of both machines
	resize       response // to the resize of off
}

type object struct {
	kind kind
	id   string
}

// create creates an object and records it, so that it is removed at the end.
func (s *service) create(ctx context.Context, k kind, body map[string]any) (id string, r response) {
	r = s.send(ctx, http.MethodPost, k.path, body)
	if id = text(r.data(), "id"); k == addresses {
		id = text(r.data(), "ip")
	}
	if r.ok() && id != "" {
		s.bench.made = append(s.bench.made, object{k, id})
	}
	sent := !errors.Is(r.err, context.Canceled) // a write that has begun is not interrupted
	if k == addresses && sent && (r.err != nil || r.status >= 500) {
		s.bench.lost = true
	}
	return id, r
}

const regionOfProbes = "ny2"

// waitFor is how long a machine or an event can take.
const waitFor = 30 * time.Minute

// pollUntil repeats done until it reports true. It returns false if that takes longer than most, or if ctx ends.
func (s *service) pollUntil(ctx context.Context, most time.Duration, done func() bool) bool {
	for began := time.Now(); ; {
		if done() {
			return true
		}
		if time.Since(began) > most || wait(ctx, s.poll) != nil {
			return false
		}
	}
}

// settle waits until a machine is ready or off, and returns the states in between.
func (s *service) settle(ctx context.Context, id string) (states []string) {
	s.pollUntil(ctx, waitFor, func() bool {
		state := text(s.get(ctx, "/machines/"+id).body, "state")
		if state != "" && (len(states) == 0 || states[len(states)-1] != state) {
			states = append(states, state)
		}
		return state == "ready" || state == "off"
	})
	return states
}

// power starts or stops a machine, unless it is already in the state, and waits until it is.
func (s *service) power(ctx context.Context, id, call, state string) bool {
	if text(s.get(ctx, "/machines/"+id).body, "state") != state {
		s.send(ctx, http.MethodPatch, "/machines/"+id+"/"+call, map[string]any{})
	}
	return s.pollUntil(ctx, waitFor, func() bool { return text(s.get(ctx, "/machines/"+id).body, "state") == state })
}

// finish waits until the event in a response has ended, and reports whether it has.
func (s *service) finish(ctx context.Context, r response) bool {
	event, _ := field(r.body, "event")
	id := text(event, "id")
	return id != "" && s.pollUntil(ctx, waitFor, func() bool {
		e := s.get(ctx, "/machine-events/"+id).body
		finished, _ := field(e, "dtFinished")
		return finished != nil || text(e, "state") == "done" || text(e, "state") == "error"
	})
}

// template returns the ID of a public Ubuntu template for the cheapest machine type.
func (s *service) template(ctx context.Context) string {
	var ids []string
	all, _ := s.listAll(ctx, "/os-templates")
	for _, t := range all {
		suits := slices.ContainsFunc(array(t, "availableMachineTypes"), func(m any) bool {
			return text(m, "machineTypeLabel") == machineType && is(m, "isAvailable")
		})
		if suits && strings.Contains(text(t, "operatingSystemLabel")+text(t, "name"), "Ubuntu") {
			ids = append(ids, text(t, "id"))
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}

const machineType = "C1"

// machine returns the body of a request for a machine.
func (s *service) machine(name, template, network string, more map[string]any) map[string]any {
	body := map[string]any{"name": s.prefix + name, "machineType": machineType, "templateId": template, "diskSize": 50,
		"region": regionOfProbes, "emailPassword": false}
	if network != "" {
		body["networkId"] = network
	}
	for key, value := range more {
		body[key] = value
	}
	return body
}

// setUp creates the two machines that the probes need, in one network, and two scripts
// for the probes that only read.
func (s *service) setUp(ctx context.Context) {
	template := s.template(ctx)
	s.bench.network, _ = s.create(ctx, networks, map[string]any{"name": s.prefix + "machines", "region": regionOfProbes})
	s.bench.running, s.bench.created = s.create(ctx, machines, s.machine("on", template, s.bench.network, nil))
	s.bench.off, _ = s.create(ctx, machines, s.machine("off", template, s.bench.network, map[string]any{"startOnCreate": false}))
	if s.bench.off != "" {
		s.say("Waiting for the machines.")
		s.bench.offFirst = s.settle(ctx, s.bench.off)
	}
	if s.bench.running != "" {
		s.settle(ctx, s.bench.running)
	}
	for _, name := range []string{"one", "two"} {
		s.create(ctx, scripts, s.script(name))
	}
}

func (s *service) script(name string) map[string]any {
	return map[string]any{"name": s.prefix + name, "script": "#!/bin/sh\ntrue\n"}
}

// on returns the ID of the machine running, and starts it if necessary. It returns false
// if there is no such machine or it does not start.
func (s *service) on(ctx context.Context) (id string, ok bool) {
	return s.bench.running, s.bench.running != "" && s.power(ctx, s.bench.running, "start", "ready")
}
