using Portal.Api;
using Portal.Tests.Costs;
using Portal.Tests.Hosting;
using Portal.Usage;

namespace Portal.BrowserTests.Hosting;

/// <summary>A portal with a year of use: working days, growth, teams, one project that has risen lately, charges and budgets. The same each time.</summary>
public sealed class YearOfCosts : IAsyncLifetime
{
    const int Days = 400;

    static readonly (string Model, string Tier, long Nanodollars)[] Models =
        [("gpt-4-reasoner-2026", "reasoner", 900_000_000), ("gpt-4-fast-2026", "fast", 260_000_000), ("gpt-4-tiny-2026", "tiny", 40_000_000), ("claude-sonnet", "fast", 340_000_000)];

    static readonly (string Project, string[] Assistants, double Share)[] Work =
    [
        ("Customer support", ["Returns desk", "Order status", "Complaints"], 1), ("Engineering", ["Code helper", "Release notes"], .8), ("Legal", ["Contract reader"], .35),
        ("Marketing", ["Campaign writer", "Translator"], .3), ("Human resources", ["Onboarding"], .2), ("Finance", ["Invoice reader"], .18), ("Research", ["Paper summaries"], .12), ("Facilities", ["Desk booking"], .05),
    ];

    public PortalHost Portal { get; } = PortalHost.Start();

    /// <summary>The first project.</summary>
    public string ProjectId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Portal.Admin.Post("/v2/organization/settings", """{"time_zone":"Europe/Berlin"}""");
        var now = DateTimeOffset.UtcNow;
        var (random, rows) = (new Random(7), new List<UsageRow>());
        foreach (var (project, assistants, share) in Work)
        {
            var (id, made) = ("", new List<string>());
            foreach (var assistant in assistants)
            {
                var desk = id.Length == 0 ? await Desk.Make(Portal.Admin, project: project, assistant: assistant) : null;
                id = desk?.ProjectId ?? id;
                made.Add(desk?.AssistantId ?? (await Portal.Admin.Post("/v2/assistants", $$"""{"name":"{{assistant}}","model":"gpt-4-fast-2026"}""", (ApiHeaders.Project, id))).Id);
            }

            if (ProjectId.Length == 0) ProjectId = id;
            for (var back = 0; back < Days; back++)
            {
                var day = now.AddDays(-back);
                // The code helper was given to everybody two weeks ago.
                var level = share * Math.Pow(1.003, -back) * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? .2 : 1) * (project == "Engineering" && back < 14 ? 1.8 : 1);
                var calls = (int)(level * (6 + random.Next(5)));
                for (var call = 0; call < calls; call++) rows.Add(Call(id, made[random.Next(made.Count)], day, random));
                if (back % 3 == 0) await Charge(id, made[0], day, share);
            }
        }

        var support = new Desk(Portal.Admin, ProjectId, rows[0].AssistantId);
        for (var thread = 0; thread < 24; thread++)
        {
            var made = await support.NewThread($"Order {1_000 + thread}");
            if (thread % 3 > 0) await Portal.Admin.Post($"/v2/threads/{made}", """{"status":"resolved"}""");
        }

        await Portal.Write(connection =>
        {
            foreach (var row in rows.Where(row => row.CreatedAt <= now.ToUnixTimeSeconds())) UsageRepository.Insert(connection, row);
            return true;
        });
        await Portal.AddBudget(null, "hard", 180);
        await Portal.AddBudget(null, "soft", 400);
        await Portal.AddBudget(ProjectId, "hard", 110);
    }

    public async ValueTask DisposeAsync() => await Portal.DisposeAsync();

    static UsageRow Call(string project, string assistant, DateTimeOffset day, Random random)
    {
        var (model, tier, cost) = Models[random.Next(10) switch { < 2 => 0, < 6 => 1, < 8 => 2, _ => 3 }];
        var (amount, person) = ((long)(cost * (.6 + (random.NextDouble() * .8))), random.Next(12));
        return new UsageRow(
            Ids.New("use"), project, assistant, Ids.New("thread"), Ids.New("run"), Ids.New("msg"), 1, person < 9 ? "user" : "key", person < 9 ? $"user_{person}" : $"key_{person}", model, tier, null, "Provider",
            4_000 + random.Next(2_000), 1_000, 800, 200, amount, amount * 8 / 10, "exact", random.Next(2), true, $$"""{"team":"{{(random.Next(3) switch { 0 => "Berlin", 1 => "Lisbon", _ => "Remote" })}}"}""",
            new DateTimeOffset(day.UtcDateTime.Date.AddHours(7 + random.Next(11)).AddMinutes(random.Next(60)), TimeSpan.Zero).ToUnixTimeSeconds());
    }

    async Task Charge(string project, string assistant, DateTimeOffset day, double share)
    {
        var at = new DateTimeOffset(day.UtcDateTime.Date.AddHours(1), TimeSpan.Zero).ToUnixTimeSeconds();
        await Portal.AddCharge(project, "memory", "", at, (decimal)share * .3m);
        await Portal.AddCharge(project, "tool", "find_order", at, (decimal)share * .2m, assistant, "user/user_1");
    }
}
