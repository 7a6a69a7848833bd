using System.Globalization;
using FluentValidation;
using MediatR;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>Attaches a dated follow-up to a certified result (上报、公告、审议意见、整改、再次报告); the result stays as it is.</summary>
public sealed record AddFollowUp(FollowUpRequest FollowUp) : IRequest<Reply<Done>>, IChange;

public sealed class AddFollowUpValidator : AbstractValidator<AddFollowUp>
{
    public AddFollowUpValidator()
    {
        RuleFor(r => r.FollowUp.Paper).Id();
        RuleFor(r => r.FollowUp.Round).Number();
        RuleFor(r => r.FollowUp.Question!).Id().When(r => r.FollowUp.Question is not null);
        RuleFor(r => r.FollowUp.Kind).NotNull().Must(kind => FollowUp.Kinds.Contains(kind));
        RuleFor(r => r.FollowUp.Date).NotNull().Must(date => AddFollowUpHandler.Day(date) is not null);
        RuleFor(r => r.FollowUp.Text).NotNull().Length(1, FollowUp.LongestText).Must(text => !string.IsNullOrWhiteSpace(text));
    }
}

public sealed class AddFollowUpHandler(Work work) : IRequestHandler<AddFollowUp, Reply<Done>>
{
    public static DateOnly? Day(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public Task<Reply<Done>> Handle(AddFollowUp request, CancellationToken cancellationToken)
    {
        var (paper, round, question, kind, date, text) = request.FollowUp;
        return Task.FromResult(work.Decide(new Command.AddFollowUp(new FollowUp(paper, round, question, kind, Day(date)!.Value, text.Trim()))).ToDone());
    }
}
