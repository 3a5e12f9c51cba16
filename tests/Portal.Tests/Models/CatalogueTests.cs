using System.Text.Json;

namespace Portal.Tests.Models;

public sealed class CatalogueTests(PortalHost portal) : IClassFixture<PortalHost>
{
    const string Builtin = "prov_00000000000000000000000000";

    HttpClient Admin => portal.Admin;

    [Fact]
    public async Task Models_OutOfTheBox_AreServedByTheResponder()
    {
        var list = await Admin.Get("/v2/models");
        Assert.Equal(200, list.Status);
        Assert.Equal(
            ["gpt-4-reasoner-2026 reasoner", "gpt-4-fast-2026 fast", "gpt-4-tiny-2026 tiny"],
            OutOfTheBox(list).Select(model => $"{model.GetProperty("id")} {model.GetProperty("tier")}"));
        Assert.All(OutOfTheBox(list), model => Assert.Equal(("model", "Built-in responder", true, 128000), (
            model.GetProperty("object").GetString(), model.GetProperty("provider").GetString(),
            model.GetProperty("available").GetBoolean(), model.GetProperty("context_window").GetInt32())));
        Assert.Equal(0m, (await Admin.Get("/v2/organization/models/gpt-4-fast-2026"))["prices"].GetProperty("input_per_1m").GetDecimal());
    }

    [Fact]
    public async Task Put_NameWithSlashes_IsReadListedAndDeletedUnderIt()
    {
        const string path = "/v2/organization/models/meta-llama/Llama-3.1:8b";
        var made = await Admin.Put(path, Input());
        Assert.Equal(200, made.Status);
        Assert.Equal("meta-llama/Llama-3.1:8b", made["id"].GetString());
        Assert.Equal(made.Body.ToString(), (await Admin.Get(path)).Body.ToString());
        Assert.Equal(200, (await Admin.Get(path.Replace("llama/", "llama%2F"))).Status);
        Assert.Contains("meta-llama/Llama-3.1:8b", (await Admin.Get("/v2/organization/models?limit=100")).Body.ToString());
        Assert.Equal("list", (await Admin.Get(path + "/prices"))["object"].GetString());
        Assert.True((await Admin.Delete(path))["deleted"].GetBoolean());
        Assert.Equal(404, (await Admin.Get(path)).Status);
        Assert.Equal(404, (await Admin.Get(path + "/prices")).Status);
    }

    [Fact]
    public async Task Put_NewPrice_BeginsNowAndThePastStays()
    {
        const string path = "/v2/organization/models/priced";
        await Admin.Put(path, Input("""{"input_per_1m":0.15,"cached_input_per_1m":0.075,"output_per_1m":0.6}"""));
        var coming = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 86_400;
        var put = await Admin.Put(path, Input($$"""{"input_per_1m":1,"output_per_1m":2,"effective_from":{{coming}}}"""));
        Assert.Equal(0.15m, put["prices"].GetProperty("input_per_1m").GetDecimal());

        var prices = (await Admin.Get(path + "/prices"))["data"].EnumerateArray().ToList();
        Assert.Equal([1m, 0.15m], prices.Select(price => price.GetProperty("input_per_1m").GetDecimal()));
        Assert.Equal(JsonValueKind.Null, prices[1].GetProperty("reasoning_per_1m").ValueKind);

        var past = await Admin.Put(path, Input("""{"input_per_1m":9,"output_per_1m":9,"effective_from":1000}"""));
        Assert.Equal((400, "prices.effective_from"), (past.Status, past.Error.GetProperty("param").GetString()));
        Assert.Equal(prices.Select(price => price.ToString()), (await Admin.Get(path + "/prices"))["data"].EnumerateArray().Select(price => price.ToString()));
    }

    [Theory]
    [InlineData("repriced")]
    [InlineData("vendor/repriced")]
    public async Task ComingPrice_IsTakenBack_AndAudited_OneThatHasBegunIsNot(string model)
    {
        var path = $"/v2/organization/models/{model}";
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await Admin.Put(path, Input("""{"input_per_1m":1,"output_per_1m":2}"""));
        await Admin.Put(path, Input($$"""{"input_per_1m":3,"output_per_1m":4,"effective_from":{{now + 86_400}}}"""));
        Assert.Equal(404, (await Admin.Delete($"{path}/prices/{now + 5}")).Status);
        Assert.Equal((400, "from"), await Refusal("tomorrow"));

        Assert.Equal("model.price.deleted", (await Admin.Delete($"{path}/prices/{now + 86_400}"))["object"].GetString());

        var left = Assert.Single((await Admin.Get(path + "/prices"))["data"].EnumerateArray());
        var begun = await Admin.Delete($"{path}/prices/{left.GetProperty("effective_from")}");
        Assert.Equal((409, "price_has_begun"), (begun.Status, begun.Code));
        Assert.Equal(1m, (await Admin.Get(path))["prices"].GetProperty("input_per_1m").GetDecimal());
        var added = Assert.Single(await portal.Audit("model.updated", model));
        Assert.Contains("coming_prices", added.Changes);
        var row = Assert.Single(await portal.Audit("model.price_deleted", model));
        var change = JsonElement.Parse(row.Changes)[0];
        Assert.Equal(("coming_prices", 3m), (change.GetProperty("field").GetString(), change.GetProperty("before").GetProperty("input_per_1m").GetDecimal()));

        async Task<(int, string?)> Refusal(string from) => await Admin.Delete($"{path}/prices/{from}") is var refused ? (refused.Status, refused.Param) : default;
    }

    [Fact]
    public async Task Put_WhatWasRead_ChangesNothing()
    {
        const string path = "/v2/organization/models/read-back";
        var made = await Admin.Put(path, Input("""{"input_per_1m":0.15,"output_per_1m":0.6}"""));
        Assert.Equal(200, (await Admin.Put(path, made.Body.ToString())).Status);
        Assert.Single((await Admin.Get(path + "/prices"))["data"].EnumerateArray());
    }

    [Fact]
    public async Task Put_StaleIfMatch_IsRefused()
    {
        const string path = "/v2/organization/models/tagged";
        var first = await Admin.Put(path, Input());
        var tag = first.Response.Headers.ETag!.ToString();
        Assert.Equal(200, (await Admin.Put(path, Input().Replace("8000", "9000"), ("If-Match", tag))).Status);
        Assert.Equal(412, (await Admin.Put(path, Input(), ("If-Match", tag))).Status);
    }

    [Theory]
    [InlineData("a", """{"tier":"fast","targets":[],"context_window":8000}""", "targets")]
    [InlineData("a", """{"tier":"fast","targets":[{"provider_id":"prov_x","model":"m"}],"context_window":8000}""", "targets[0].provider_id")]
    [InlineData("a", """{"tier":"huge","targets":[{"provider_id":"B","model":"m"}],"context_window":8000}""", "tier")]
    [InlineData("a", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"},{"provider_id":"B","model":"m","priority":3}],"context_window":8000}""", "targets[1]")]
    [InlineData("a", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000,"max_output_tokens":9000}""", "max_output_tokens")]
    [InlineData("a", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000,"modalities":["smell"]}""", "modalities")]
    [InlineData("a", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000,"prices":{"input_per_1m":-1,"output_per_1m":1}}""", "prices.input_per_1m")]
    [InlineData("a", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000,"prices":{"input_per_1m":0.0000000001,"output_per_1m":1}}""", "prices.input_per_1m")]
    [InlineData("a", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000,"colour":"red"}""", "colour")]
    [InlineData("a/prices", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000}""", "name")]
    [InlineData("a/assistants", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000}""", "name")]
    [InlineData("a/prices/5", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000}""", "name")]
    [InlineData("a%20b", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000}""", "name")]
    [InlineData("a//b", """{"tier":"fast","targets":[{"provider_id":"B","model":"m"}],"context_window":8000}""", "name")]
    public async Task Put_BadInput_NamesThePlaceAndChangesNothing(string name, string body, string param)
    {
        var answer = await Admin.Put("/v2/organization/models/" + name, body.Replace("\"B\"", $"\"{Builtin}\""));
        Assert.Equal((400, param), (answer.Status, answer.Error.GetProperty("param").GetString()));
        Assert.Equal(404, (await Admin.Get("/v2/organization/models/" + name)).Status);
    }

    [Fact]
    public async Task Delete_UsedByAnAssistant_IsAConflict()
    {
        var project = (await Admin.Post("/v2/projects", """{"name":"P"}"""))["id"].GetString()!;
        var assistant = await Admin.Post(
            "/v2/assistants", """{"name":"A","model":"gpt-4-tiny-2026"}""", ("OpenAI-Project", project));
        Assert.Equal(201, assistant.Status);
        var answer = await Admin.Delete("/v2/organization/models/gpt-4-tiny-2026");
        Assert.Equal((409, "model_in_use"), (answer.Status, answer.Error.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("asked-for")]
    [InlineData("vendor/asked-for")]
    public async Task Users_AreTheAssistantsThatNameIt(string model)
    {
        await Admin.Put($"/v2/organization/models/{model}", Input());
        Assert.Empty((await Admin.Get($"/v2/organization/models/{model}/assistants"))["data"].EnumerateArray());
        var project = (await Admin.Post("/v2/projects", """{"name":"P"}""")).Id;
        var assistant = (await Admin.Post("/v2/assistants", $$"""{"name":"Asker","model":"{{model}}"}""", ("OpenAI-Project", project))).Id;
        var user = Assert.Single((await Admin.Get($"/v2/organization/models/{model}/assistants"))["data"].EnumerateArray());
        Assert.Equal(
            (assistant, "Asker", project),
            (user.GetProperty("id").GetString(), user.GetProperty("name").GetString(), user.GetProperty("project_id").GetString()));
        await Admin.Delete($"/v2/assistants/{assistant}");
        Assert.Empty((await Admin.Get($"/v2/organization/models/{model}/assistants"))["data"].EnumerateArray());
        Assert.Equal(200, (await Admin.Delete($"/v2/organization/models/{model}")).Status);
        Assert.Equal(404, (await Admin.Get($"/v2/organization/models/{model}/assistants")).Status);
    }

    [Fact]
    public async Task Models_OfADisabledProvider_AreNotAvailable()
    {
        var provider = await Admin.Post("/v2/organization/providers", """{"name":"Off","kind":"builtin","enabled":false}""");
        await Admin.Put("/v2/organization/models/off", Input().Replace(Builtin, provider["id"].GetString()));
        var model = (await Admin.Get("/v2/models"))["data"].EnumerateArray().Single(model => model.GetProperty("id").GetString() == "off");
        Assert.Equal(("Off", false), (model.GetProperty("provider").GetString(), model.GetProperty("available").GetBoolean()));
    }

    [Fact]
    public async Task Changes_StandInTheAuditLog()
    {
        await Admin.Put("/v2/organization/models/watched", Input());
        await Admin.Put("/v2/organization/models/watched", Input().Replace("8000", "9000"));
        await Admin.Delete("/v2/organization/models/watched");
        var rows = (await Admin.Get("/v2/organization/audit_logs?target_id=watched&order=asc"))["data"].EnumerateArray().ToList();
        Assert.Equal(["model.created", "model.updated", "model.deleted"], rows.Select(row => row.GetProperty("action").GetString()));
        var change = Assert.Single(rows[1].GetProperty("changes").EnumerateArray());
        Assert.Equal(("context_window", 8000, 9000), (change.GetProperty("field").GetString(), change.GetProperty("before").GetInt32(), change.GetProperty("after").GetInt32()));
    }

    static IEnumerable<JsonElement> OutOfTheBox(Answered list) =>
        list["data"].EnumerateArray().Where(model => model.GetProperty("id").GetString()!.StartsWith("gpt-4-", StringComparison.Ordinal));

    static string Input(string? prices = null) => $$"""
        {"tier":"fast","targets":[{"provider_id":"{{Builtin}}","model":"responder","priority":0}],"context_window":8000{{(prices is null ? "" : ",\"prices\":" + prices)}}}
        """;
}
