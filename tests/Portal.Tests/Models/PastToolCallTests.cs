using Portal.Models.Gateway;

namespace Portal.Tests.Models;

public sealed class PastToolCallTests
{
    [Theory]
    [InlineData("""{ "city" : "Oslo",  "n":1.50 }""")]
    [InlineData("""{"city": "Os""")]
    [InlineData("")]
    public void Arguments_OfAPastCall_AreThoseTheModelWrote(string arguments) =>
        Assert.Equal(arguments, PastToolCall.Arguments(PastToolCall.Create("call_1", "weather", arguments)));
}
