package machine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// longestShutdown is one week, in hours. Paperspace's page on auto-shutdown documents
// it as the longest timeout, but the APIs accept any number. One client offers only 1, 8,
// 24, and 168, but no source says that the values between them are invalid.
const longestShutdown = 168

// checkFigures warns of new values that only some sources on Paperspace allow. The
// validators reject values that no source allows.
func (p *preflight) checkFigures(state *model) {
	name := p.plan.Name.ValueString()
	hours := p.plan.ShutdownTimeoutInHours
	if tfx.Changed(state.ShutdownTimeoutInHours, hours) && hours.ValueInt64() > longestShutdown {
		p.warn("shutdown_timeout_in_hours", fmt.Sprintf("Shutdown timeout of machine %q might be rejected", name),
			fmt.Sprintf("Paperspace documents shutdown timeouts of 1 hour to 1 week, and shutdown_timeout_in_hours is %d. Set at most %d, or 0 for no shutdown timeout.",
				hours.ValueInt64(), longestShutdown))
	}
	size := p.plan.Size
	if p.client.Traits.SizesListed && tfx.Changed(state.Size, size) && !slices.Contains(paperspace.OfferedGB, size.ValueInt64()) {
		p.warn("size", fmt.Sprintf("Disk size of machine %q might be rejected", name),
			fmt.Sprintf("Paperspace documents fixed disk sizes, and %d GB is not one of them. Choose one of these sizes: %s.",
				size.ValueInt64(), strings.Trim(strings.Join(strings.Fields(fmt.Sprint(paperspace.OfferedGB)), ", "), "[]")))
	}
}
