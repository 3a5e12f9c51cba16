using System.Text.Json;
using Microsoft.Data.Sqlite;
using Portal.Tests.Fakes;

namespace Portal.Tests.Providers;

public sealed class ProvidersTests(PortalHost portal) : IClassFixture<PortalHost>
{
    const string Path = "/v2/organization/providers";
    const string Secret = "my-very-own-provider-secret";

    HttpClient Admin => portal.Admin;

    [Fact]
    public async Task Create_WithAKey_NeverShowsItAgain()
    {
        var made = await Admin.Post(Path, $$"""{"name":"Mine","kind":"openai","base_url":"https://api.example.com/v1/","api_key":"{{Secret}}"}""");
        Assert.Equal(201, made.Status);
        var id = made["id"].GetString()!;
        Assert.StartsWith("prov_", id);
        Assert.Equal(("https://api.example.com/v1", true, "unknown"), (made["base_url"].GetString(), made["has_api_key"].GetBoolean(), made["status"].GetString()));
        Assert.Equal((100, 60, 2, true), (made["priority"].GetInt32(), made["timeout_seconds"].GetInt32(), made["max_retries"].GetInt32(), made["enabled"].GetBoolean()));

        await Admin.Post($"{Path}/{id}", """{"api_key":"another-very-own-secret"}""");
        var audit = (await Admin.Get($"/v2/organization/audit_logs?target_id={id}")).Body.ToString();
        Assert.Contains("(changed)", audit);
        var everywhere = made.Body + (await Admin.Get($"{Path}/{id}")).Body.ToString() + (await Admin.Get(Path)).Body + audit
            + string.Join("\n", portal.Log);
        Assert.DoesNotContain("very-own", everywhere);
    }

    [Fact]
    public async Task Create_WithAKey_StoresItEncrypted()
    {
        await Admin.Post(Path, $$"""{"name":"Mine","kind":"openai","base_url":"https://api.example.com/v1","api_key":"{{Secret}}"}""");
        using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(portal.DataDirectory, "portal.db")};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(protected_api_key) FROM providers";
        var stored = (string)command.ExecuteScalar()!;
        Assert.NotEmpty(stored);
        Assert.DoesNotContain(Secret, stored);
    }

    [Theory]
    [InlineData("""{"name":"A","kind":"openai"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"not a url"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"/v1"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"ftp://example.com"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"file:///etc/passwd"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"https://me:secret@example.com"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"https://example.com/v1?key=1"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"http://169.254.169.254/v1"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"http://0xa9fea9fe/v1"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"http://[::ffff:169.254.169.254]/v1"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"http://[fe80::1%25eth0]/v1"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"builtin","base_url":"https://example.com"}""", "base_url")]
    [InlineData("""{"name":"A","kind":"builtin","api_key":"k"}""", "api_key")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"https://example.com","api_key":"two words"}""", "api_key")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"https://example.com","api_key":"line\nbreak"}""", "api_key")]
    [InlineData("""{"name":"A","kind":"psychic","base_url":"https://example.com"}""", "kind")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"https://example.com","timeout_seconds":0}""", "timeout_seconds")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"https://example.com","max_retries":11}""", "max_retries")]
    [InlineData("""{"name":" ","kind":"openai","base_url":"https://example.com"}""", "name")]
    [InlineData("""{"kind":"openai","base_url":"https://example.com"}""", "name")]
    [InlineData("""{"name":"A","kind":"openai","base_url":"https://example.com","secret":"x"}""", "secret")]
    public async Task Create_BadInput_NamesThePlace(string body, string param)
    {
        var answer = await Admin.Post(Path, body);
        Assert.Equal((400, param), (answer.Status, answer.Error.GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Update_NewAddress_AsksForTheKeyAgain()
    {
        var id = (await Admin.Post(Path, """{"name":"A","kind":"openai","base_url":"https://a.example.com","api_key":"k1"}"""))["id"].GetString();
        var refused = await Admin.Post($"{Path}/{id}", """{"base_url":"https://b.example.com"}""");
        Assert.Equal((400, "api_key"), (refused.Status, refused.Error.GetProperty("param").GetString()));
        Assert.Equal("https://a.example.com", (await Admin.Get($"{Path}/{id}"))["base_url"].GetString());
        Assert.Equal(200, (await Admin.Post($"{Path}/{id}", """{"base_url":"https://b.example.com","api_key":"k2"}""")).Status);
        // The same address, and anything else, keeps the key.
        var kept = await Admin.Post($"{Path}/{id}", """{"base_url":"https://b.example.com/","name":"B","priority":3}""");
        Assert.Equal(("B", 3, true), (kept["name"].GetString(), kept["priority"].GetInt32(), kept["has_api_key"].GetBoolean()));
        var cleared = await Admin.Post($"{Path}/{id}", """{"base_url":"https://c.example.com","api_key":null}""");
        Assert.Equal(("https://c.example.com", false), (cleared["base_url"].GetString(), cleared["has_api_key"].GetBoolean()));
    }

    [Fact]
    public async Task Update_Kind_IsRefused()
    {
        var id = (await Admin.Post(Path, """{"name":"A","kind":"openai","base_url":"https://a.example.com"}"""))["id"].GetString();
        var answer = await Admin.Post($"{Path}/{id}", """{"kind":"ollama"}""");
        Assert.Equal((400, "kind"), (answer.Status, answer.Error.GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Delete_UsedByAModel_IsAConflict()
    {
        var id = (await Admin.Post(Path, """{"name":"A","kind":"openai","base_url":"https://a.example.com"}"""))["id"].GetString();
        await Admin.Put("/v2/organization/models/bound", $$"""{"tier":"fast","targets":[{"provider_id":"{{id}}","model":"m"}],"context_window":8000}""");
        var answer = await Admin.Delete($"{Path}/{id}");
        Assert.Equal((409, "provider_in_use"), (answer.Status, answer.Error.GetProperty("code").GetString()));
        Assert.Contains("bound", answer.Error.GetProperty("message").GetString());
        await Admin.Delete("/v2/organization/models/bound");
        Assert.Equal("provider.deleted", (await Admin.Delete($"{Path}/{id}"))["object"].GetString());
        Assert.Equal(404, (await Admin.Get($"{Path}/{id}")).Status);
    }

    [Fact]
    public async Task Test_AProviderThatAnswers_ListsItsModels()
    {
        await using var fake = await FakeProvider.Start(TestContext.Current.CancellationToken);
        fake.ApiKey = Secret;
        var openAi = await Test("openai", fake.OpenAiUrl, Secret);
        Assert.True(openAi["ok"].GetBoolean());
        Assert.Equal(["fake-large", "fake-small"], openAi["models"].EnumerateArray().Select(model => model.GetString()));
        Assert.Equal(JsonValueKind.Null, openAi["error"].ValueKind);
        fake.ApiKey = null;
        Assert.Equal(["fake-large", "fake-small"], (await Test("ollama", fake.OllamaUrl, null))["models"].EnumerateArray().Select(model => model.GetString()));
        Assert.Equal(["responder"], (await Admin.Post($"{Path}/prov_00000000000000000000000000/test"))["models"].EnumerateArray().Select(model => model.GetString()));
    }

    [Fact]
    public async Task Test_WrongKey_GivesTheExactErrorWithoutTheKey()
    {
        await using var fake = await FakeProvider.Start(TestContext.Current.CancellationToken);
        fake.ApiKey = "the-right-one";
        var test = await Test("openai", fake.OpenAiUrl, Secret);
        Assert.False(test["ok"].GetBoolean());
        Assert.Equal("""HTTP 401. {"error":{"message":"Incorrect API key provided: [key].","code":"invalid_api_key"}}""", test["error"].GetString());
    }

    [Theory]
    [InlineData("http://localhost:9/v1", "refused")]
    [InlineData("http://no-such-host.invalid/v1", "no-such-host.invalid")]
    public async Task Test_NobodyThere_GivesTheExactError(string url, string part)
    {
        var test = await Test("openai", url, null);
        Assert.False(test["ok"].GetBoolean());
        Assert.Contains(part, test["error"].GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Test_StandsInTheAuditLog()
    {
        var id = (await Admin.Post(Path, """{"name":"A","kind":"openai","base_url":"http://localhost:9/v1"}"""))["id"].GetString();
        await Admin.Post($"{Path}/{id}/test");
        var row = (await Admin.Get($"/v2/organization/audit_logs?target_id={id}&action=provider.tested"))["data"][0];
        Assert.Equal("failure", row.GetProperty("outcome").GetString());
        Assert.Equal("degraded", (await Admin.Get($"{Path}/{id}"))["status"].GetString());
    }

    [Fact]
    public async Task Create_SameIdempotencyKey_MakesOne()
    {
        const string body = """{"name":"Once","kind":"openai","base_url":"https://once.example.com","api_key":"k"}""";
        var first = await Admin.Post(Path, body, ("Idempotency-Key", "provider-once"));
        var second = await Admin.Post(Path, body, ("Idempotency-Key", "provider-once"));
        Assert.Equal((201, first.Body.ToString()), (second.Status, second.Body.ToString()));
    }

    async Task<Answered> Test(string kind, string url, string? key)
    {
        var provider = await Admin.Post(Path, JsonSerializer.Serialize(new { name = "Tested", kind, base_url = url, api_key = key }).Replace(",\"api_key\":null", ""));
        Assert.Equal(201, provider.Status);
        var test = await Admin.Post($"{Path}/{provider["id"].GetString()}/test");
        Assert.Equal(200, test.Status);
        Assert.True(test["latency_ms"].GetInt64() >= 0);
        return test;
    }
}
