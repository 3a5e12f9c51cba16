using Microsoft.AspNetCore.Components;

namespace Portal.Client.Tests.Layout;

/// <summary>What is published is trimmed. A page is found by its route alone, so ILLink.Descriptors.xml keeps it by its name.</summary>
public sealed class TrimmingTests
{
    [Fact]
    public void EveryPage_HasTheNameByWhichItIsKept() => Assert.All(
        typeof(Routes).Assembly.GetTypes().Where(type => type.IsDefined(typeof(RouteAttribute), inherit: false)),
        page => Assert.EndsWith("Page", page.Name, StringComparison.Ordinal));
}
