using Portal.Organization;

namespace Portal.Runs;

/// <summary>The organization's time zone, in which prompts tell the day and the time.</summary>
internal sealed class PromptZone(IOrganizationSettings organization)
{
    public async ValueTask<TimeZoneInfo> Get(CancellationToken cancellation) =>
        // A zone that this machine's data no longer knows must not stop a reply.
        TimeZoneInfo.TryFindSystemTimeZoneById((await organization.Get(cancellation)).TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
