@echo off
rem Runs mnist4j with the JVM flags of .mvn/jvm.config, which the build puts beside this script.
rem MNIST4J_OPTS holds further flags, such as -Xmx2g.
setlocal

set "JAVA_EXE=java.exe"
if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
rem Where takes the colon after a drive for the end of its own list of paths.
if defined JAVA_HOME (if not exist "%JAVA_EXE%" goto :nojava) else (where /q java.exe || goto :nojava)

rem The classes as the build archived them, for a faster start; the Java of another build says nothing and goes without.
set ARCHIVE=
if exist "%~dp0mnist4j.jsa" set ARCHIVE="-XX:SharedArchiveFile=%~dp0mnist4j.jsa" "-Xlog:cds*=off"

"%JAVA_EXE%" "@%~dp0jvm.config" %ARCHIVE% %MNIST4J_OPTS% -jar "%~dp0mnist4j.jar" %*
exit /b %ERRORLEVEL%

:nojava
echo mnist4j: found no Java at "%JAVA_EXE%", expected 17 or later; install a JDK, or name it with JAVA_HOME 1>&2
exit /b 1
