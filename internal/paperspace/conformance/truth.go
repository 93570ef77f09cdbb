package conformance

import (
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// truth returns a machine of the fake as the domain type, with everything that a finished
// machine has to show.
func (s *scene) truth(id string) paperspace.Machine {
	s.Helper()
	m, ok := s.fake.Machine(id)
	if !ok {
		s.Fatalf("the server has no machine %q", id)
	}
	t := paperspace.Machine{
		ID: m.ID, Name: m.Name, State: paperspace.State(m.State),
		Region: m.Region, MachineType: m.MachineType, BillingType: m.BillingType,
		OS: m.OS, AgentType: m.AgentType, CPUs: new(int64(m.CPUs)), RAM: new(m.RAM), GPU: m.GPU,
		StorageTotal: new(int64(m.SizeGB) << 30), StorageUsed: new(m.StorageUsed),
		NetworkID: m.NetworkID, PrivateIPAddress: m.PrivateIP, PublicIPAddress: m.PublicIP, DynamicPublicIP: m.DynamicPublicIP,
		UserID: m.UserID, TeamID: m.TeamID, ScriptID: m.ScriptID,
		ShutdownTimeoutForces: m.ShutdownForces, AutoSnapshot: m.AutoSnapshot, AutoSnapshotFrequency: m.SnapshotFrequency,
		UpdatesPending: m.UpdatesPending, CreatedAt: date(m.Created),
	}
	if m.ShutdownHours != nil {
		t.ShutdownTimeoutHours = int64(*m.ShutdownHours)
	}
	if m.SnapshotCount != nil {
		t.AutoSnapshotSaveCount = new(int64(*m.SnapshotCount))
	}
	if m.LastRun != nil {
		t.LastRunAt = date(*m.LastRun)
	}
	if m.Deleted != nil && !s.api.Traits.ShowsEvents {
		t.DeletedAt = date(*m.Deleted)
	}
	if (s.behavior.Observed || s.quirks.OffForgets) && !m.AutoSnapshot {
		t.AutoSnapshotFrequency, t.AutoSnapshotSaveCount = "", nil
	}
	if s.quirks.OffForgets && m.ShutdownHours == nil {
		t.ShutdownTimeoutForces = false
	}
	for _, e := range m.Events {
		event := paperspace.Event{
			Name: e.Name, State: e.State, Error: e.Error, Handle: e.Handle, CreatedAt: date(e.Created), ModifiedAt: date(e.Modified),
		}
		if e.Finished != nil && (e.State != psfake.EventDone || !s.behavior.FinishedNull) {
			event.FinishedAt = date(*e.Finished)
		}
		t.Events = append(t.Events, returned(s, event))
	}
	events := t.Events // kept, because they are also read with their own request
	t = returned(s, t)
	t.Events = events
	return t
}

func date(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// matters returns the options for comparing two views of one machine. They ignore the usage
// rate, which is free text, and what some API versions and behaviors do not return.
func (s *scene) matters() cmp.Options {
	unsaid := []string{"UsageRate", "TemplateID", "AssignPublicIP"}
	if s.behavior.OmitOwner {
		unsaid = append(unsaid, "UserID", "TeamID")
	}
	for field, name := range map[paperspace.Field]string{
		paperspace.FieldUserID: "UserID", paperspace.FieldTeamID: "TeamID", paperspace.FieldScriptID: "ScriptID",
		paperspace.FieldBillingType: "BillingType",
	} {
		if _, lacks := s.api.Traits.Lacks[field]; lacks {
			unsaid = append(unsaid, name)
		}
	}
	return cmp.Options{
		cmpopts.IgnoreFields(paperspace.Machine{}, unsaid...),
		cmpopts.EquateEmpty(),
		cmp.FilterPath(func(p cmp.Path) bool { return strings.HasSuffix(p.String(), "At") }, cmp.Comparer(sameDate)),
		cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "GPU" }, cmp.Comparer(sameGPU)),
	}
}

// withoutEvents returns matters for responses that might lack the events.
func (s *scene) withoutEvents() cmp.Options {
	return append(s.matters(), cmpopts.IgnoreFields(paperspace.Machine{}, "Events"))
}

func sameDate(a, b string) bool {
	x, errX := time.Parse(time.RFC3339, a)
	y, errY := time.Parse(time.RFC3339, b)
	if errX != nil || errY != nil {
		return a == b
	}
	return x.Equal(y)
}

// sameGPU compares two GPUs. The text "None", which some responses of CORE have, means no
// GPU.
func sameGPU(a, b string) bool {
	none := func(s string) bool { return s == "" || s == "None" }
	return a == b || none(a) && none(b)
}

// isTrue checks that a finished machine equals the fake's, field by field.
func (s *scene) isTrue(what string, got paperspace.Machine) {
	s.Helper()
	if diff := cmp.Diff(s.truth(got.ID), got, s.withoutEvents()); diff != "" {
		s.Errorf("%s: -server +shown:\n%s", what, diff)
	}
}

// isNotFalse checks a machine that is not fully known yet: each property equals the fake's
// or is absent.
func (s *scene) isNotFalse(what string, got paperspace.Machine) {
	s.Helper()
	want := s.truth(got.ID)
	fill(&got.Region, want.Region)
	fill(&got.OS, want.OS)
	fill(&got.GPU, want.GPU)
	fill(&got.NetworkID, want.NetworkID)
	fill(&got.PrivateIPAddress, want.PrivateIPAddress)
	fill(&got.RAM, want.RAM)
	fill(&got.StorageTotal, want.StorageTotal)
	fill(&got.StorageUsed, want.StorageUsed)
	if got.CPUs == nil || *got.CPUs == 1 {
		got.CPUs = want.CPUs // 1 is a placeholder
	}
	s.isTrue(what, got)
}

func fill[T comparable](to *T, value T) {
	var zero T
	if *to == zero {
		*to = value
	}
}

// count returns how many machines of the fake have the name.
func count(w *psfake.Server, name string) (n int) {
	for _, m := range w.Machines() {
		if m.Name == name {
			n++
		}
	}
	return n
}
