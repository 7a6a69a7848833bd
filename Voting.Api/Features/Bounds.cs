using System.Text.RegularExpressions;
using FluentValidation;
using Voting.Domain.Contracts;

namespace Voting.Api.Features;

/// <summary>What every field of a message is held to.</summary>
public static partial class Bounds
{
    public const int LongestEnvelope = 64 * 1024;

    /// <summary>Characters of a second factor as it may be typed.</summary>
    public const int LongestFactor = 20;

    public static IRuleBuilderOptions<T, string> Id<T>(this IRuleBuilder<T, string> field) => field.NotNull().Matches(IdPattern());

    public static IRuleBuilderOptions<T, string> CastId<T>(this IRuleBuilder<T, string> field) => field.NotNull().Matches(CastIdPattern());

    public static IRuleBuilderOptions<T, int> Number<T>(this IRuleBuilder<T, int> field) => field.InclusiveBetween(1, 10_000);

    public static IRuleBuilderOptions<T, string> Reason<T>(this IRuleBuilder<T, string> field) => field.NotNull().Length(1, 500)
        // Not every store gives back what stands behind it.
        .Must(text => text?.Contains('\0') is not true);

    public static IRuleBuilderOptions<T, string> Hash<T>(this IRuleBuilder<T, string> field) => field.NotNull().Matches(HashPattern());

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex HashPattern();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    private static partial Regex CastIdPattern();
}

public sealed class RoundRefBounds : AbstractValidator<RoundRef>
{
    public RoundRefBounds()
    {
        RuleFor(r => r.Paper).Id();
        RuleFor(r => r.Round).Number();
    }
}

public sealed class MemberRefBounds : AbstractValidator<MemberRef>
{
    public MemberRefBounds() => RuleFor(r => r.Member).Id();
}
