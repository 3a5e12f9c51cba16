using Portal.Assistants;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Assistants;

public sealed class AssistantsTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Base = "\"name\":\"A\",\"model\":\"gpt-4-fast-2026\"";

    [Fact]
    public async Task Create_TheExample_NamesTheToolThatIsNotServed()
    {
        var client = await ProjectClient();
        var refused = await client.Post("/v2/assistants", """
            {
              "name": "Legal Advisor AI",
              "instructions": "You are a senior legal advisor. Answer only based on the provided documents.",
              "model": "gpt-4-reasoner-2026",
              "tools": [
                { "type": "file_search", "vector_store_ids": ["vs_legal_docs_2026"] },
                { "type": "code_interpreter", "enabled": true }
              ],
              "memory": { "enabled": true, "summary_method": "reflection" },
              "safety": { "strict": true, "allowed_domains": ["*.lawfirm.com", "*.court.gov"] }
            }
            """);
        Assert.Equal((400, "unsupported_tool", "tools[0].type"), (refused.Status, refused.Code, refused.Param));
    }

    [Fact]
    public async Task Update_ThePrivacyExample_ReplacesThatFieldAlone()
    {
        var client = await ProjectClient();
        var id = (await client.Post("/v2/assistants", $$"""{ {{Base}}, "safety": { "strict": true } }""")).Id;
        var changed = await client.Post($"/v2/assistants/{id}", """{ "privacy": { "mode": "strict", "allowed_entities": ["customer_id", "email"] } }""");
        Assert.Equal(200, changed.Status);
        Assert.Equal("strict", changed["privacy"].GetProperty("mode").GetString());
        Assert.True(changed["safety"].GetProperty("strict").GetBoolean());
        Assert.Equal(2, changed["version"].GetInt32());
        Assert.Empty(changed["not_in_force"].EnumerateArray());
    }

    [Theory]
    [InlineData("\"tools\":[{\"type\":\"webhook\"}]", "tools[0].type", "unsupported_tool")]
    [InlineData("\"tools\":[{\"type\":7}]", "tools[0].type", "wrong_type")]
    [InlineData("\"tools\":[{\"enabled\":true}]", "tools[0].type", "missing_field")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools[0].function", "missing_field")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"enabled\":true,\"function\":{\"name\":\"f\"}}]", "tools[0].enabled", "unknown_field")]
    [InlineData("\"tools\":[{\"type\":\"code_interpreter\",\"function\":{\"name\":\"f\"}}]", "tools[0].function", "unknown_field")]
    [InlineData("\"tools\":[{\"type\":\"code_interpreter\"},{\"type\":\"code_interpreter\"}]", "tools[1]", "duplicate_tool")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]", "tools[1].function.name", "duplicate_name")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}]", "tools[0].function.name", "invalid_value")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]", "tools[0].function.parameters", "invalid_schema")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"array\"}}}]", "tools[0].function.parameters", "invalid_schema")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":[]}}}]", "tools[0].function.parameters.properties", "invalid_schema")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"required\":[1]}}}]", "tools[0].function.parameters.required", "invalid_schema")]
    [InlineData("\"persona\":{\"constraints\":[\"fine\",\" \"]}", "persona.constraints[1]", "invalid_value")]
    [InlineData("\"safety\":{\"allowed_domains\":[\"https://court.gov\"]}", "safety.allowed_domains[0]", "invalid_value")]
    [InlineData("\"safety\":{\"allowed_domains\":[\"*.court.gov\",\"a.*.gov\"]}", "safety.allowed_domains[1]", "invalid_value")]
    [InlineData("\"safety\":{\"policy_id\":\"pol_1\"}", "safety.policy_id", "not_found")]
    [InlineData("\"privacy\":{\"policy_id\":\"pol_1\"}", "privacy.policy_id", "not_found")]
    [InlineData("\"privacy\":{\"allowed_entities\":[\"Customer ID\"]}", "privacy.allowed_entities[0]", "invalid_value")]
    [InlineData("\"memory\":{\"vector_store_ids\":[\"vs_1\"]}", "memory.vector_store_ids[0]", "not_found")]
    [InlineData("\"memory\":{\"summary_method\":\"magic\"}", "memory.summary_method", "invalid_value")]
    public async Task Create_WhatCannotBe_IsRefusedAtItsPlace(string field, string param, string code)
    {
        var refused = await (await ProjectClient()).Post("/v2/assistants", $$"""{ {{Base}}, {{field}} }""");
        Assert.Equal((code is "not_found" ? 404 : 400, param, code), (refused.Status, refused.Param, refused.Code));
    }

    [Fact]
    public async Task Create_SchemaTooLargeOrDeep_IsRefused()
    {
        var client = await ProjectClient();
        var large = new string('x', ParameterSchema.MaxBytes);
        var deep = string.Concat(Enumerable.Repeat("""{"type":"object","properties":{"a":""", 15)) + "{}" + string.Concat(Enumerable.Repeat("}}", 15));
        foreach (var schema in new[] { $$"""{"type":"object","description":"{{large}}"}""", deep })
        {
            var refused = await client.Post("/v2/assistants", "{ " + Base + ", \"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":" + schema + "}}] }");
            Assert.Equal((400, "invalid_schema"), (refused.Status, refused.Code));
        }
    }

    [Fact]
    public async Task Create_WithoutAProject_NamesTheHeader()
    {
        var refused = await host.Admin.Post("/v2/assistants", $$"""{ {{Base}} }""");
        Assert.Equal((400, "OpenAI-Project"), (refused.Status, refused.Param));
        var made = await host.Admin.Post("/v2/assistants", $$"""{ {{Base}} }""", (ApiHeaders.Project, await host.AddProject()));
        Assert.Equal(201, made.Status);
    }

    [Fact]
    public async Task OtherTenants_AreNotThere()
    {
        var id = (await (await ProjectClient()).Post("/v2/assistants", $$"""{ {{Base}} }""")).Id;
        var stranger = await ProjectClient();
        Assert.Empty((await stranger.Get("/v2/assistants"))["data"].EnumerateArray());
        Assert.Equal(404, (await stranger.Get($"/v2/assistants/{id}")).Status);
        Assert.Equal(404, (await stranger.Post($"/v2/assistants/{id}", """{"name":"Mine"}""")).Status);
        Assert.Equal(404, (await stranger.Delete($"/v2/assistants/{id}")).Status);
        Assert.Equal(404, (await stranger.Get($"/v2/assistants/{id}/versions")).Status);
        Assert.Equal(404, (await stranger.Get($"/v2/assistants/{id}/versions/1")).Status);
        Assert.Equal(404, (await host.Admin.Get($"/v2/assistants/{id}", (ApiHeaders.Project, await host.AddProject()))).Status);
    }

    [Fact]
    public async Task Agent_ReadsButDoesNotChange()
    {
        var project = await host.AddProject();
        var id = (await host.Admin.Post("/v2/assistants", $$"""{ {{Base}} }""", (ApiHeaders.Project, project))).Id;
        using var agent = await host.AddMember(project, Role.Agent, ChatAccess.Write);
        Assert.Equal(200, (await agent.Client.Get($"/v2/assistants/{id}")).Status);
        Assert.Equal(403, (await agent.Client.Post($"/v2/assistants/{id}", """{"name":"Mine"}""")).Status);
        Assert.Equal(403, (await agent.Client.Delete($"/v2/assistants/{id}")).Status);
        Assert.Equal(403, (await agent.Client.Post("/v2/assistants", $$"""{ {{Base}} }""", (ApiHeaders.Project, project))).Status);
    }

    [Fact]
    public async Task Update_ManyAtOnce_EachIsAVersionOfItsOwn()
    {
        var client = await ProjectClient();
        var id = (await client.Post("/v2/assistants", $$"""{ {{Base}} }""")).Id;
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => client.Post($"/v2/assistants/{id}", $$"""{"name":"Name {{number}}"}""")));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        var versions = await client.Get($"/v2/assistants/{id}/versions?order=asc");
        Assert.Equal(Enumerable.Range(1, 11), versions["data"].EnumerateArray().Select(version => version.GetProperty("version").GetInt32()));
    }

    [Fact]
    public void ToolKinds_AreThoseOfTheContract()
    {
        var type = typeof(AssistantTool).GetProperty(nameof(AssistantTool.Type))!;
        var kinds = (KindAttribute)type.GetCustomAttributes(typeof(KindAttribute), false).Single();
        Assert.Equal(kinds.Kinds, ToolKinds.All.Select(kind => kind.Type));
    }

    async Task<HttpClient> ProjectClient() => host.Client(await host.AddKey(await host.AddProject()));

    [Fact]
    public async Task List_ByWords_FindsWhatTheNameHolds_AndTakesNoWildcards()
    {
        var project = await host.AddProject();
        foreach (var name in new[] { "Returns desk", "100% desk", "Sales" })
            Assert.Equal(201, (await host.Admin.Post("/v2/assistants", $$"""{"name":"{{name}}","model":"gpt-4-fast-2026"}""", ("OpenAI-Project", project))).Status);

        Assert.Equal(["100% desk", "Returns desk"], await Names("DESK"));
        Assert.Equal(["100% desk"], await Names("%25 d"));
        Assert.Empty(await Names("S_les"));

        async Task<IEnumerable<string?>> Names(string words) => (await host.Admin.Get($"/v2/assistants?query={words}", ("OpenAI-Project", project)))["data"]
            .EnumerateArray().Select(assistant => assistant.GetProperty("name").GetString());
    }
}
