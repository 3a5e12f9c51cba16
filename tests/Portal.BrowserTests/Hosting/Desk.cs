using System.Text.Json;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;

// Not in Hosting, where the name would be hidden by the feature of the same name.
namespace Portal.BrowserTests;

/// <summary>What a journey starts from, made through the API.</summary>
public sealed record Desk(HttpClient Admin, string ProjectId, string AssistantId)
{
    public const string BuiltIn = "gpt-4-fast-2026";
    public const string FindOrder = """
        {"type":"function","function":{"name":"find_order","description":"Finds an order by its number.",
         "parameters":{"type":"object","properties":{"number":{"type":"string"}},"required":["number"]}}}
        """;

    public static async Task<Desk> Make(
        HttpClient admin, string model = BuiltIn, string project = "Support", string assistant = "Returns desk", string tools = "")
    {
        var projectId = (await Done(admin.Post("/v2/projects", $$"""{"name":{{Text(project)}}}"""))).Id;
        var assistantId = (await Done(admin.Post("/v2/assistants",
            $$"""{"name":{{Text(assistant)}},"instructions":"Answer questions about returns.","model":{{Text(model)}},"tools":[{{tools}}]}""",
            (ApiHeaders.Project, projectId)))).Id;
        return new(admin, projectId, assistantId);
    }

    /// <summary>The provider and a model of its own, both named <c>fake-large</c>.</summary>
    public static async Task<string> Connect(HttpClient admin, FakeProvider fake, string key = "sk-fake-provider")
    {
        var provider = (await Done(admin.Post("/v2/organization/providers",
            $$"""{"name":"Fake","kind":"openai","base_url":"{{fake.OpenAiUrl}}","api_key":"{{key}}","max_retries":0}"""))).Id;
        await Route(admin, provider);
        return provider;
    }

    public static Task<Answered> Route(HttpClient admin, string provider) => Done(admin.Put("/v2/organization/models/fake-large",
        $$"""{"tier":"fast","context_window":128000,"targets":[{"provider_id":"{{provider}}","model":"fake-large","priority":1}]}"""));

    /// <summary>Gives a model of the catalogue a price, in US dollars for a million tokens.</summary>
    public static async Task Price(HttpClient admin, string model, decimal input, decimal? cached = null, decimal output = 0)
    {
        var known = await Done(admin.Get($"/v2/organization/models/{model}"));
        await Done(admin.Put($"/v2/organization/models/{model}", FormattableString.Invariant(
            $$"""{"tier":"fast","context_window":{{known["context_window"]}},"targets":{{known["targets"]}},"prices":{"input_per_1m":{{input}},"cached_input_per_1m":{{cached ?? input}},"output_per_1m":{{output}}} }""")));
    }

    /// <param name="metadata">As JSON.</param>
    public async Task<string> NewThread(string? title = null, string metadata = "{}") =>
        (await Done(Admin.Post("/v2/threads", $$"""{"assistant_id":"{{AssistantId}}","title":{{Text(title)}},"metadata":{{metadata}}}"""))).Id;

    /// <summary>Waits for the reply's end.</summary>
    public Task<Answered> Say(string threadId, string text) =>
        Done(Admin.Post($"/v2/threads/{threadId}/messages", $$"""{"role":"user","content":{{Text(text)}}}""", ("Prefer", "wait=30")));

    public static string Text(string? value) => JsonSerializer.Serialize(value);

    static async Task<Answered> Done(Task<Answered> call)
    {
        var answer = await call;
        return answer.Status is 200 or 201 ? answer : throw new InvalidOperationException($"{answer.Response.RequestMessage} answered {answer.Status}: {answer.Body}");
    }
}
