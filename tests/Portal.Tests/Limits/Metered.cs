using Microsoft.Extensions.DependencyInjection;
using Portal.Limits;
using Portal.Tests.Threads;

namespace Portal.Tests.Limits;

/// <summary>What tests of metered calls are made of.</summary>
static class Metered
{
    public static async Task<string> Budget(ChatScene scene, string amount) =>
        (await scene.Host.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets", $$"""{"amount":{{amount}},"mode":"hard"}""")).Id;

    public static void AssertNothingIsHeld(ChatScene scene) => Assert.Equal((0L, 0), scene.Host.Services.GetRequiredService<Quota>().Look((ledger, _) =>
        (ledger.AccountOf(Scope.Project(scene.ProjectId)).Reserved.Nanodollars, ledger.AccountOf(Scope.Project(scene.ProjectId)).Threads)));
}
