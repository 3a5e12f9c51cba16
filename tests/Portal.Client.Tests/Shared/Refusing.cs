using System.Reflection;
using Portal.Client.Api;

namespace Portal.Client.Tests.Shared;

/// <summary>A feature's interface whose every call is refused, for what the test at hand is not about.</summary>
public class Refusing : DispatchProxy
{
    public static T Everything<T>()
        where T : class => Create<T, Refusing>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => typeof(Refusing)
        .GetMethod(nameof(Refuse), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(targetMethod!.ReturnType.GenericTypeArguments[0].GenericTypeArguments[0])
        .Invoke(null, null);

    static Task<Result<T>> Refuse<T>() => Task.FromResult<Result<T>>(ApiError.Forbidden("Not yours to see."));
}
