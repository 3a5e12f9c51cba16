using System.Globalization;
using System.Text;
using System.Text.Json;
using Portal.Alerts;
using Portal.BrowserTests.Hosting;
using Portal.Client.Alerts;
using Portal.Client.Projects;
using Portal.Tests;
using Portal.Tests.Alerts;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Usage;
using TestPeople = Portal.Tests.People;

namespace Portal.BrowserTests.Pages;

/// <summary>A portal with something on every page, and the addresses of all pages.</summary>
public sealed class PageSet : IAsyncLifetime
{
    static readonly string[] Everywhere = ["/projects", "/projects?q=nothing%20of%20the%20kind", "/projects?sort=name&order=asc", "/assistants", "/assistants/new", "/assistants/new?template=customer_service", "/threads", "/usage", "/usage?by=member&period=last_7_days", "/usage/runs", "/costs", "/costs?period=last_12_months&by=model", "/pricing", "/pricing/imports", "/costs/calculator", "/alerts", "/alerts?status=all&kind=overshoot", "/alerts/muted", "/alerts/delivery", "/limits", "/limits?open=limits", "/limits?open=budget", "/audit", "/audit?days=30&query=project", "/keys", "/providers", "/providers?provider=new", "/providers?model=new", "/people", "/people?tab=invites", "/policies", "/policies/new?kind=privacy", "/policies/events", "/policies/coverage", "/approvals", "/approvals?status=rejected", "/profile", "/settings", "/not-found"];

    const string Markdown = """
        A parcel may come back **within 30 days**. In short:

        | What | How long | Fee |
        |---|---|---|
        | Unopened | 30 days | none |
        | Opened | 14 days | 4.90 |

        1. Open *My orders*.
        2. Choose `Return`.

        ```csharp
        var days = order.Opened ? 14 : 30;
        ```

        > The label is free in the EU, see [the terms](https://example.org/terms).
        """;

    readonly bool isHarsh;
    FakeProvider? provider;

    public PageSet()
        : this(isHarsh: true)
    {
    }

    /// <param name="isHarsh">Whether there are names of every length and script.</param>
    internal PageSet(bool isHarsh) => this.isHarsh = isHarsh;

    public PortalHost Portal { get; } = PortalHost.Start();

    /// <summary>Every page of it.</summary>
    public IReadOnlyList<string> Filled { get; private set; } = [];

    /// <summary>The pages of a portal without a project.</summary>
    public static IReadOnlyList<string> Empty => Everywhere;

    /// <summary>The forms that nobody needs to be signed in for.</summary>
    public IReadOnlyList<string> Plain { get; private set; } = [];

    /// <summary>A person of the organization.</summary>
    public string UserId { get; private set; } = "";

    /// <summary>A thread with Markdown, a tool call and a failed reply.</summary>
    public string RichThread { get; private set; } = "";

    /// <summary>The reply with the Markdown.</summary>
    public string ReplyId { get; private set; } = "";

    public string ProjectId { get; private set; } = "";

    public string AssistantId { get; private set; } = "";

    public string RunId { get; private set; } = "";

    /// <summary>A model call of the run.</summary>
    public string CallId { get; private set; } = "";

    public string ProviderId { get; private set; } = "";

    /// <summary>A provider's export that differs in some lines.</summary>
    public string ImportId { get; private set; } = "";

    public string PolicyId { get; private set; } = "";

    /// <summary>An alert with a history.</summary>
    public string AlertId { get; private set; } = "";

    /// <summary>A project with limits and budgets, of which some are spent.</summary>
    public string LimitedProject { get; private set; } = "";

    public string BudgetId { get; private set; } = "";

    public string RefusalId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        provider.Enqueue(
            new FakeReply().Reason("The customer asks for the return policy.").Say(Markdown).Done(new(2_000, 400, Cached: 1_600, Reasoning: 100)),
            FakeReply.Status(400, """{"error":{"message":"This model's maximum context length is 8192 tokens."}}"""));
        ProviderId = await Desk.Connect(Portal.Admin, provider);
        await Desk.Price(Portal.Admin, "fake-large", 2.5m, cached: 1.25m, output: 10);
        var desk = await Desk.Make(Portal.Admin, "fake-large", "Customer support", tools: Desk.FindOrder);
        (ProjectId, AssistantId) = (desk.ProjectId, desk.AssistantId);
        await Portal.Admin.Post($"/v2/assistants/{AssistantId}", """{"instructions":"Answer questions about returns of {{shop}}, kindly.","variables":[{"name":"shop","default":"Northwind"}],"version_note":"Kinder"}""");
        RichThread = await desk.NewThread("How long may a return take?");
        var said = await desk.Say(RichThread, "How long may a return take?");
        (ReplyId, RunId) = (said["reply"].GetProperty("id").GetString()!, said["reply"].GetProperty("run_id").GetString()!);
        await desk.Say(RichThread, "And here is everything that I have ever ordered.");
        if (isHarsh) await FillWithLongNames();

        var quick = desk with { AssistantId = (await Desk.Make(Portal.Admin, project: "Engineering", assistant: "Code helper", tools: Desk.FindOrder)).AssistantId };
        var waiting = await quick.NewThread("Order A-1001");
        await quick.Say(waiting, """/call find_order {"number":"A-1001"}""");
        foreach (var (question, customer) in new[] { ("Is the label free?", "Joan Clarke"), ("Which address?", "Mary Somerville"), ("Refund to another card", "Emmy Noether") })
            await quick.Say(await quick.NewThread(question, $$"""{"customer_name":"{{customer}}","priority":"high"}"""), question);
        PolicyId = await AddPolicy();
        CallId = (await Portal.Admin.Get($"/v2/usage?run_id={RunId}"))["data"][0].GetProperty("id").GetString()!;
        await FillPriceBook();
        ImportId = await AddImport();
        await FillLimits(quick);
        await FillProjects();
        await FillWithPeople();
        AlertId = await AddAlerts();
        Filled =
        [
            .. Everywhere, $"/projects/{ProjectId}", $"/projects/{ProjectId}?tab=members", $"/projects/{ProjectId}?tab=keys", $"/projects/{ProjectId}?tab=settings", $"/projects/{ProjectId}/import", $"/assistants/{AssistantId}", $"/assistants/{AssistantId}?view=versions&from=1&to=2", $"/threads/{RichThread}", $"/threads/{waiting}",
            $"/runs/{RunId}", $"/usage/calls?run={RunId}", $"/usage/calls/{CallId}", $"/costs/calculator?project={ProjectId}&s1=1000-200-0-900-300-2.5-400&s2=0-1200-0-900-300-2.5-400", $"/pricing?project={ProjectId}", $"/pricing/imports/{ImportId}", $"/pricing/imports/{ImportId}?lines=all", $"/providers?provider={ProviderId}", "/providers?model=gpt-4-fast-2026", $"/threads?project={ProjectId}",
            $"/people?user={UserId}", $"/alerts?alert={AlertId}", $"/policies/{PolicyId}", $"/assistants/{AssistantId}?view=policies", $"/assistants/{AssistantId}?view=embed",
            $"/limits?project={LimitedProject}", $"/limits?project={LimitedProject}&open=add", $"/limits?project={LimitedProject}&open=limits", $"/limits?project={LimitedProject}&open=budget:{BudgetId}", $"/limits/refusals/{RefusalId}",
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        if (provider is not null) await provider.DisposeAsync();
    }

    /// <summary>A policy of every kind of rule that looks different, and what it found.</summary>
    async Task<string> AddPolicy()
    {
        var policy = await Portal.Admin.Post("/v2/policies", """
            {"kind":"safety","name":"House rules","strict":true,"allowed_domains":["*.example.org"],"rules":[
              {"type":"pii","entities":["email","phone"],"applies_to":["input","output"],"action":"redact"},
              {"type":"phrases","phrases":["project thunder"],"applies_to":["input"],"action":"block","message":"We do not speak of that here."},
              {"type":"phrases","phrases":["goodwill"],"applies_to":["input"],"action":"ask"},
              {"type":"regex","pattern":"\\bC-\\d{6}\\b","entity":"customer_id","applies_to":["output"],"action":"flag"}]}
            """);
        await Portal.Admin.Post($"/v2/policies/{policy.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{AssistantId}}"}""");
        var asked = await Portal.Admin.Post("/v2/threads", $$"""{"assistant_id":"{{AssistantId}}"}""");
        await Portal.Admin.Post($"/v2/threads/{asked.Id}/messages", """{"role":"user","content":"Tell me of project thunder."}""", ("Prefer", "wait=30"));
        await Portal.Admin.Post($"/v2/threads/{asked.Id}/messages", """{"role":"user","content":"May I have a refund after 40 days, as goodwill?"}""", ("Prefer", "wait=30"));
        await Portal.Admin.Post($"/v2/assistants/{AssistantId}/embed",
            $$"""{"enabled":true,"title":"Northwind help","greeting":"Good day! Ask about orders, returns and refunds.","allowed_origins":["https://shop.example.org","{{Portal.Address.GetLeftPart(UriPartial.Authority)}}"]}""");
        return policy.Id;
    }

    async Task FillPriceBook()
    {
        var soon = DateTimeOffset.UtcNow.AddDays(3).ToUnixTimeSeconds();
        foreach (var price in new[]
        {
            """{"kind":"memory","price":0.25}""", """{"kind":"tool","item":"find_order","price":0.002}""",
            $$"""{"project_id":"{{ProjectId}}","kind":"tool","item":"find_order","price":0.001}""",
            $$"""{"project_id":"{{ProjectId}}","kind":"month","price":49}""",
            $$"""{"project_id":"{{ProjectId}}","kind":"month","price":59,"effective_from":{{soon}}}""",
            $$"""{"project_id":"{{ProjectId}}","kind":"month","price":null,"effective_from":{{soon + 864_000}}}""",
        })
            await Portal.Admin.Post("/v2/organization/pricing", price);
        await Portal.Admin.Post("/v2/organization/reconciliation", "{}");
    }

    /// <summary>A week of calls of two models, and what their provider says of them: once one is missing here, once all are.</summary>
    async Task<string> AddImport()
    {
        var csv = new StringBuilder("date,model,requests,input_tokens,cached_tokens,output_tokens,cost\n");
        foreach (var day in Enumerable.Range(2, 7))
        {
            var (input, output) = (4_100_000 + (day * 370_000), 900_000 + (day * 41_000));
            var row = UsageRows.Of(ProjectId, new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()) with
            {
                Model = "fake-large", ProviderId = ProviderId, InputTokens = input, CachedTokens = 0, OutputTokens = output, CostNanodollars = (input * 2_500L) + (output * 10_000L), ProviderCostNanodollars = (input * 2_500L) + (output * 10_000L),
            };
            await Portal.AddUsage(row);
            var (more, calls) = day == 5 ? (1_180_000, 2) : (0, 1);
            csv.Append(CultureInfo.InvariantCulture, $"2026-03-{day:00},fake-large,{calls},{input + more},0,{output},{((input + more) * 0.0000025m) + (output * 0.00001m)}\n");
        }

        csv.Append(CultureInfo.InvariantCulture, $"2026-03-04,{(isHarsh ? new string('m', 200) : "fake-embedding")},310,9600000,0,0,0.192\n");
        using var file = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        using var answer = await Portal.Admin.PostAsync($"/v2/organization/usage_imports?provider_id={ProviderId}", file, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
    }

    /// <summary>Alerts of several kinds, a webhook that cannot be reached, and who is told by mail.</summary>
    async Task<string> AddAlerts()
    {
        await Portal.SaveAlertSettings("""{"emails":["finance@example.org","operations@example.org"],"kinds":{"operations@example.org":["provider_limited"]},"digest":"weekly"}""");
        var hook = await Portal.AddHook("https://127.0.0.1:9/portal");
        await Portal.Admin.Post($"/v2/organization/webhooks/{hook.Id}/test");
        await Portal.Raise(
            new("one", AlertKind.BudgetThreshold, AlertSeverity.Info, ProjectId, "Half of the budget of Support is spent", "$50.00 of $100.00 are spent, and the month ends in 12 days. Nothing is refused yet.", "usage"),
            new("two", AlertKind.BudgetExhausted, AlertSeverity.Critical, ProjectId, "The budget of Support is used up", "$100.00 of $100.00 are spent: calls are refused until 1 December. Raise the budget, or wait.", "usage"),
            new("three", AlertKind.ProviderLimited, AlertSeverity.Warning, null, "Provider pushes back", "The limits of gpt-4-fast-2026 were halved after it answered 429. They rise again by themselves."));
        await Portal.Admin.Post($"/v2/alerts/{(await Portal.NewestAlert()).Id}", """{"status":"acknowledged"}""");
        await Portal.Raise(new AlertDraft("four", AlertKind.SpendAnomaly, AlertSeverity.Warning, ProjectId, "Unusual spend in Support", "$56.00 on Friday, 27 November so far, where such a day usually takes $10.00. What changed most is the assistant Invoice reader: $47.00 instead of $1.00.", "usage"));
        await Portal.Admin.Post("/v2/alert_mutes", $$"""{"kind":"overshoot","project_id":"{{ProjectId}}","until":{{DateTimeOffset.UtcNow.AddDays(5).ToUnixTimeSeconds()}}}""");
        return (await Portal.NewestAlert()).Id;
    }

    async Task FillLimits(Desk desk)
    {
        LimitedProject = desk.ProjectId;
        await Desk.Price(Portal.Admin, Desk.BuiltIn, 1_000);
        var assistant = (await Portal.Admin.Post("/v2/assistants", """{"name":"Release notes","model":"gpt-4-fast-2026"}""", ("OpenAI-Project", LimitedProject))).Id;
        var busy = desk with { AssistantId = assistant };
        await busy.Say(await busy.NewThread("What is new"), "Which changes came with the last release?");
        await Portal.Admin.Post($"/v2/projects/{LimitedProject}/limits", """{"tokens_per_minute":2000,"requests_per_minute":60,"concurrent_threads":8,"tokens_per_day":2500,"max_run_cost":5,"queue_seconds":10}""");
        await Portal.Admin.Post($"/v2/projects/{LimitedProject}/limits/assistants/{assistant}", """{"requests_per_minute":20,"tokens_per_day":1000}""");
        BudgetId = (await Portal.Admin.Post($"/v2/projects/{LimitedProject}/budgets", """{"amount":2.5,"mode":"hard","alert_at":[50,80,95]}""")).Id;
        await Portal.Admin.Post($"/v2/projects/{LimitedProject}/budgets", """{"amount":250,"period":"day"}""");
        var spent = (await Portal.Admin.Get($"/v2/projects/{LimitedProject}/budgets/{BudgetId}"))["spent"].GetDecimal();
        await Portal.Admin.Post($"/v2/projects/{LimitedProject}/budgets/{BudgetId}", FormattableString.Invariant($$"""{"amount":{{spent * 1.2m}}}"""));
        var refused = await Portal.Admin.Post($"/v2/threads/{await busy.NewThread()}/messages", $$"""{"role":"user","content":{{Desk.Text(string.Join(' ', Enumerable.Repeat("And the one before it?", 100)))}}}""");
        RefusalId = refused["error"].GetProperty("refusal_id").GetString()!;
    }

    async Task FillProjects()
    {
        var soon = DateTimeOffset.UtcNow.AddDays(3).ToUnixTimeSeconds();
        await Portal.Admin.Post($"/v2/projects/{ProjectId}/keys", """{"name":"Help centre"}""");
        await Portal.Admin.Post($"/v2/projects/{ProjectId}/keys", $$"""{"name":"Importer","scopes":["read"],"expires_at":{{soon}},"allowed_addresses":["203.0.113.0/24","10.0.0.0/8"]}""");
        await Portal.Admin.Post("/v2/organization/keys", """{"name":"Set-up script","scopes":["read","manage"]}""");
        var paused = (await Portal.Admin.Post("/v2/projects", """{"name":"مكتب الدعم","description":"Paused while its documents are checked."}""")).Id;
        await Portal.Admin.Post($"/v2/projects/{paused}", """{"paused":true}""");
        await Portal.Admin.Delete($"/v2/projects/{(await Portal.Admin.Post("/v2/projects", """{"name":"Last year's campaign"}""")).Id}");
    }

    async Task FillWithPeople()
    {
        foreach (var name in isHarsh ? ["Ada Lovelace", "محمد بن سلمان", "👩‍👩‍👧‍👦 Familie", new string('w', 200)] : new[] { "Ada Lovelace", "Grace Hopper", "محمد بن سلمان" })
        {
            UserId = TestPeople.UserIdOf(await Portal.AddUser(Role.Agent));
            await Portal.AddMember(ProjectId, $"{UserId}@example.org", Role.Agent, ChatAccess.Write);
            await Portal.Admin.Post($"/v2/organization/users/{UserId}", $$"""{"name":{{Desk.Text(name)}}}""");
        }

        await Portal.Admin.Post($"/v2/organization/users/{TestPeople.UserIdOf(await Portal.AddUser(Role.Viewer))}", """{"status":"deactivated"}""");
        var invite = await Portal.Admin.Post("/v2/organization/invites", """{"email":"new@example.org","role":"agent"}""");
        var reset = await Portal.Admin.Post($"/v2/organization/users/{UserId}/password_reset");
        Plain = ["/forgot-password", .. new[] { invite, reset }.Select(made => new Uri(made["link"].GetString()!).PathAndQuery), "/invite?token=forged"];
    }

    async Task FillWithLongNames()
    {
        var (words, one) = (string.Concat(Enumerable.Repeat("Returns and refunds ", 10)).Trim(), new string('w', 200));
        var desk = await Desk.Make(Portal.Admin, project: words, assistant: one);
        await desk.Say(await desk.NewThread(one), one);
    }
}

/// <summary>What a portal may look like, for pictures.</summary>
public sealed class Showcase : IAsyncLifetime
{
    public PageSet Pages { get; } = new(isHarsh: false);

    public ValueTask InitializeAsync() => Pages.InitializeAsync();

    public ValueTask DisposeAsync() => Pages.DisposeAsync();
}
