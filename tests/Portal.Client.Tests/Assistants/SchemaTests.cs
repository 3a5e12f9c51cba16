using System.Text.Json;
using Portal.Client.Assistants;
using Portal.Client.Assistants.Schemas;

namespace Portal.Client.Tests.Assistants;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("{\n  \"type\": \"object\",\n  \"properties\": {\n    \"id\": { \"type\": \"text\" }\n  }\n}", "Line 4, column 21: properties.id.type must be one of object, array, string, number, integer, boolean, null, or a list of them.")]
    [InlineData("{\"type\":\"array\"}", "This must be a JSON Schema with \"type\": \"object\".")]
    [InlineData("{\"type\":\"object\",\"required\":\"id\"}", "Line 1, column 29: required must be an array of property names.")]
    [InlineData("{\"type\":\"object\",\n\"properties\":{\"a\":{\"anyOf\":[{},7]}}}", "Line 2, column 32: properties.a.anyOf[1] must be a JSON Schema: an object, true or false.")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[]}}}", "Line 1, column 44: properties.a.enum must be an array of at least one value.")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"http://169.254.169.254/\"}}}", "Line 1, column 44: properties.a.$ref must lead to a place within this schema, such as #/$defs/address.")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"minLength\":-1}}}", "Line 1, column 49: properties.a.minLength must be a whole number of 0 or more.")]
    [InlineData("{\n  type: }", "This is not JSON: see line 2, column 3.")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"ä\":{\"type\":[\"string\",\"null\"]}},\"x-own\":1}", null)]
    [InlineData("  ", null)]
    public void Fault_IsToldWithItsPlace(string text, string? expected) => Assert.Equal(expected, SchemaText.FindFault(text));

    [Fact]
    public void Example_FitsTheSchema()
    {
        var schema = JsonElement.Parse("""
            {"type":"object","properties":{
              "number":{"type":"string","examples":["A-1"]},"state":{"enum":["open","closed"]},"count":{"type":"integer","minimum":3},
              "when":{"type":"string","format":"date"},"tags":{"type":"array","items":{"type":"string","minLength":6}},"on":{"type":"boolean","default":false},
              "place":{"$ref":"#/$defs/place"},"either":{"anyOf":[{"type":"number"},{"type":"string"}]},"maybe":{"type":["null","string"]}},
             "$defs":{"place":{"type":"object","properties":{"city":{"type":"string"},"within":{"$ref":"#/$defs/place"}}}}}
            """);

        var example = JsonElement.Parse(SchemaExample.Of(schema));

        Assert.Equal("A-1", example.GetProperty("number").GetString());
        Assert.Equal("open", example.GetProperty("state").GetString());
        Assert.Equal(3, example.GetProperty("count").GetInt32());
        Assert.Equal("2026-11-23", example.GetProperty("when").GetString());
        Assert.Equal(6, example.GetProperty("tags")[0].GetString()!.Length);
        Assert.False(example.GetProperty("on").GetBoolean());
        Assert.Equal("text", example.GetProperty("place").GetProperty("within").GetProperty("city").GetString());
        Assert.Equal((JsonValueKind.Number, JsonValueKind.Null), (example.GetProperty("either").ValueKind, example.GetProperty("maybe").ValueKind));
    }

    public static TheoryData<string> Types => [.. AssistantTemplates.All.Select(template => template.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Template_UsesItsVariables_AndItsSchemasAreSound(string type)
    {
        var assistant = AssistantTemplates.Find(type)!.Assistant;
        var used = PromptText.Names(PromptText.Of(assistant)).Where(name => !PromptText.IsBuiltIn(name)).Order();
        Assert.Equal(assistant.Variables!.Select(variable => variable.Name).Order(), used);
        Assert.All(assistant.Tools!, tool =>
        {
            Assert.Null(SchemaCheck.Find(tool.Function!.Parameters!.Value));
            Assert.NotEqual("{}", SchemaExample.Of(tool.Function.Parameters.Value));
        });
    }
}
