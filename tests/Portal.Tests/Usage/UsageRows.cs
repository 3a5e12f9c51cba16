using Portal.Api;
using Portal.Tests.Hosting;
using Portal.Usage;

namespace Portal.Tests.Usage;

/// <summary>Model calls as the run engine records them.</summary>
static class UsageRows
{
    public static UsageRow Of(string projectId, long createdAt) => new(
        Ids.New("use"), projectId, "asst_1", "thread_1", "run_1", Ids.New("msg"), 1, "user", "user_1", "gpt-4-fast-2026", "fast", "prov_1", "Provider",
        100, 20, 30, 10, 1_000_000, null, "exact", 0, true, "{}", createdAt, PaysRun: true);

    public static Task AddUsage(this PortalHost host, params UsageRow[] rows) => host.Write(connection =>
    {
        foreach (var row in rows) UsageRepository.Insert(connection, row);
        return true;
    });
}
