using LstmGen.Training;

namespace LstmGen.Samples.Sentiment;

/// <summary>Sentences in batches. In training every word is now and then taken for one that is not known, so that none is relied on.</summary>
internal sealed class WordData(IReadOnlyList<int[]> sentences, IReadOnlyList<bool> praises, int batch, double drop)
    : LstmExamples(sentences.Count, batch, sentences.Max(sentence => sentence.Length), inputSize: 1, targetSize: 1)
{
    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        int[] tokens = sentences[example];
        batch.Lengths[row] = tokens.Length;
        batch.Target(row)[0] = praises[example] ? 1 : 0;
        Random? random = batch.Key is ulong key ? new Random((int)(key >> 33) ^ (example * 7919)) : null;
        for (int step = 0; step < tokens.Length; step++)
        {
            batch.Input(step, row)[0] = random?.NextDouble() < drop ? 0 : tokens[step];
        }
    }
}
