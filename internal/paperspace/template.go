package paperspace

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Template is a disk image that machines are created from. Public templates have no team, user,
// or region.
type Template struct {
	ID        string
	Name      string
	Label     string // a readable name; neither unique nor always present
	OS        string
	AgentType string // "LinuxHeadless", "LinuxDesktop", or "WindowsDesktop"; "" with CORE
	TeamID    string
	UserID    string
	Region    string
	CreatedAt string // RFC 3339 as sent

	Custom          *bool  // true if it was made from a machine; nil with CORE
	ParentMachineID string // of a custom template; the machine might be gone
	DefaultSizeGB   int64  // of a custom template; 0 if Paperspace does not show it
	// Event is the handle of the event that the create response contained, or "".
	Event string

	// MachineTypes are the machine types that the template lists as available. The slice is
	// nil if the response contains no list, as with CORE.
	MachineTypes []string
}

// Get returns a field by its Terraform name, for [Filter.Match].
func (t Template) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return t.ID, true
	case FieldName:
		return t.Name, true
	case FieldLabel:
		return t.Label, true
	case FieldOS:
		return t.OS, true
	case FieldTeamID:
		return t.TeamID, true
	case FieldUserID:
		return t.UserID, true
	case FieldRegion:
		return t.Region, true
	case FieldCreated:
		return t.CreatedAt, true
	case "agent_type":
		return t.AgentType, true
	case "custom":
		if t.Custom == nil {
			return "", true
		}
		return strconv.FormatBool(*t.Custom), true
	case "parent_machine_id", FieldMachineID:
		return t.ParentMachineID, true
	case "default_size_gb":
		return number(known(t.DefaultSizeGB)), true
	default:
		return "", false
	}
}

// Texts returns the values of a field that is a list.
func (t Template) Texts(f Field) []string {
	if f == "machine_types" {
		return t.MachineTypes
	}
	return nil
}

// Fit is the result of checking a template against a machine type, or a change of the type.
type Fit int

// A request with an Unfit combination certainly fails. About a Doubtful one, the sources
// disagree or say nothing, and Paperspace decides.
const (
	Fits Fit = iota
	Doubtful
	Unfit
)

var (
	cpuOnly = regexp.MustCompile(`(?i)^C([1-9]|10)$`)
	gridGPU = regexp.MustCompile(`(?i)^(Air|Standard|Pro|Advanced)$`)
)

// Suits compares the template with a machine type, and returns the reason if they do not fit.
// All documentation excludes Windows on C1 to C10. The documentation of 2017 excludes Ubuntu on
// the GRID types, but that of 2024 does not mention it.
func (t Template) Suits(machineType string) (Fit, string) {
	text := strings.ToLower(t.OS + " " + t.Label)
	switch {
	case strings.Contains(text, "windows") && cpuOnly.MatchString(machineType):
		return Unfit, "Windows templates cannot be used with the CPU-only machine types C1 to C10"
	case strings.Contains(text, "ubuntu") && gridGPU.MatchString(machineType):
		return Doubtful, "Ubuntu templates cannot be used with the machine types Air, Standard, Pro and Advanced, according to Paperspace's older documentation"
	case t.MachineTypes != nil && !containsFold(t.MachineTypes, machineType):
		return Doubtful, "the template does not list this machine type as available; it lists " + strings.Join(t.MachineTypes, ", ")
	}
	return Fits, ""
}

// Offers reports whether any of the templates lists a machine type. It reports known as false
// if none of them lists any type, so that only Paperspace can decide.
func Offers(all []Template, machineType string) (offered, known bool) {
	for _, t := range all {
		if containsFold(t.MachineTypes, machineType) {
			return true, true
		}
		known = known || len(t.MachineTypes) > 0
	}
	return false, known
}

// MachineTypesOf returns the machine types that the templates list, sorted.
func MachineTypesOf(all []Template) []string {
	listed := map[string]bool{}
	for _, t := range all {
		for _, machineType := range t.MachineTypes {
			listed[machineType] = true
		}
	}
	return slices.Sorted(maps.Keys(listed))
}

// Headless reports whether an agent type, of a template or a machine, is that of Linux without
// a desktop. Such a machine can be reached only over the network.
func Headless(agentType string) bool {
	return strings.Contains(strings.ToLower(agentType), "headless")
}

func containsFold(all []string, one string) bool {
	for _, s := range all {
		if strings.EqualFold(s, one) {
			return true
		}
	}
	return false
}

// Templates lists the templates. No API version can read a single public template.
type Templates interface {
	// List returns the templates that match f, in Paperspace's order.
	List(ctx context.Context, f Filter) ([]Template, error)
}

// CustomTemplates is the part of the API for templates that are made from machines (API v1
// only). A machine must be off while a template is made from it.
type CustomTemplates interface {
	Objects[Template, TemplateCreate]
	Renamable
}

// TemplateCreate holds the settings of a new custom template.
type TemplateCreate struct {
	Name      string
	MachineID string // the parent machine
}

func (in TemplateCreate) Title() string { return in.Name }

func (in TemplateCreate) Compare(t Template) Likeness {
	if Folded(t.Name) != Folded(in.Name) {
		return Unrelated
	}
	var o order
	o.text(in.MachineID, t.ParentMachineID, exactly)
	return o.likeness()
}

// MadeFrom returns the machine that the template is made from, and the name of the event.
func (in TemplateCreate) MadeFrom() (machineID, event string) {
	return in.MachineID, EventTemplateCreate
}
