// ace-builds has types for its modes and themes, and none for these.
declare module "ace-builds/src-noconflict/snippets/*";
